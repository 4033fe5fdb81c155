using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Folds numbers, bit by bit, into one CRC32.</summary>
    public sealed class BitFold
    {
        private readonly byte[] _bytes = new byte[8];

        /// <summary>CRC32 of everything folded so far; 0 at the start.</summary>
        public uint Crc { get; private set; }

        public void Add(double value)
        {
            Bytes.PutF64(_bytes, 0, value);
            Crc = Crc32.Update(Crc, _bytes, 0, 8);
        }

        public void Add(uint value)
        {
            Bytes.PutU32(_bytes, 0, value);
            Crc = Crc32.Update(Crc, _bytes, 0, 4);
        }

        public void Add(double[] values)
        {
            for (int i = 0; i < values.Length; i++)
                Add(values[i]);
        }

        public void Add(float[] values)
        {
            for (int i = 0; i < values.Length; i++)
                Add((double)values[i]);
        }
    }
}
