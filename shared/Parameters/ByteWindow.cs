namespace MultiAgentEdge.Parameters
{
    /// <summary>The part of a set that is in memory at the moment: all of one that lies in an array, a piece of one that lies
    /// elsewhere.</summary>
    internal sealed class ByteWindow
    {
        /// <summary>Of a piece.</summary>
        public const int PieceBytes = 256;

        private IParameterBytes _source;
        private int _length;
        private int _from;
        private int _to;

        /// <summary>Null: it shows nothing.</summary>
        public byte[] Bytes { get; private set; }

        /// <summary>Shows a set that lies in an array.</summary>
        public void Show(byte[] all, int length)
        {
            Close();
            Bytes = all;
            _length = length;
            _to = length;
        }

        /// <summary>Shows pieces of one that lies elsewhere; allocates.</summary>
        public void Show(IParameterBytes source)
        {
            Close();
            Bytes = new byte[PieceBytes];
            _source = source;
            _length = source.Length;
        }

        public void Close()
        {
            Bytes = null;
            _source = null;
            _length = 0;
            _from = 0;
            _to = 0;
            HasFailed = false;
        }

        /// <summary>Whether something could not be read: what was looked at since may be zeros.</summary>
        public bool HasFailed { get; private set; }

        /// <summary>Where byte <paramref name="at"/> of the set stands in <see cref="Bytes"/>, with <paramref name="count"/> bytes of it
        /// at least.</summary>
        public int Locate(int at, int count)
        {
            if (at < _from || at + count > _to)
                Load(at);
            return at - _from;
        }

        /// <summary>How many whole elements of a size stand there from byte <paramref name="at"/> on, of those asked for.</summary>
        public int Elements(int at, int size, int count)
        {
            Locate(at, size);
            int there = size < 1 ? 0 : (_to - at) / size;
            return there < count ? there : count;
        }

        private void Load(int at)
        {
            int count = _length - at < PieceBytes ? _length - at : PieceBytes;
            _from = at;
            _to = at + count;
            if (_source.TryRead(at, Bytes, 0, count))
                return;
            HasFailed = true;
            System.Array.Clear(Bytes, 0, PieceBytes);
        }
    }
}
