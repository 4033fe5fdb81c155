using System;

namespace MultiAgentEdge.Firmware.Virtual
{
    /// <summary>One file in memory.</summary>
    internal sealed class StoredFile
    {
        public string Path;
        public byte[] Bytes = new byte[64];

        /// <summary>Bytes that are the file's.</summary>
        public int Length;

        /// <summary>Makes room, twice as much at a time.</summary>
        public void Reserve(int length)
        {
            if (length <= Bytes.Length)
            {
                return;
            }

            int room = Bytes.Length;
            while (room < length)
            {
                room += room;
            }

            byte[] larger = new byte[room];
            Array.Copy(Bytes, 0, larger, 0, Length);
            Bytes = larger;
        }
    }
}
