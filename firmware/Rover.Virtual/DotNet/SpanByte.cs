namespace System
{
    /// <summary>mscorlib's of a board, as far as a whole array.</summary>
    public struct SpanByte
    {
        private readonly byte[] _array;

        private SpanByte(byte[] array)
        {
            _array = array;
        }

        public int Length
        {
            get { return _array.Length; }
        }

        public byte this[int index]
        {
            get { return _array[index]; }
            set { _array[index] = value; }
        }

        public static implicit operator SpanByte(byte[] array)
        {
            return new SpanByte(array);
        }
    }
}
