using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Programs
{
    /// <summary>The head of a program image: what is in it and what it needs. Byte table in README.md. Memory: 416 bytes.</summary>
    public sealed class ProgramImage
    {
        public const uint Magic = 0x4645414D; // "MAEF"
        public const int Schema = 1;
        public const int HeaderBytes = 32;
        public const int EntryBytes = 48;
        public const int NameBytes = 40;
        public const int FileCapacity = 8;
        public const int HeadBytes = HeaderBytes + (FileCapacity * EntryBytes);

        private readonly byte[] _head = new byte[HeadBytes];

        public BoardKind Kind { get; private set; }

        public uint Version { get; private set; }

        public int TotalBytes { get; private set; }

        /// <summary>CRC-32 of the text that names the native code it runs on (<see cref="NativeOf"/>).</summary>
        public uint Native { get; private set; }

        /// <summary>Memory that its files take while it runs, bytes; 0 where that is not counted.</summary>
        public int HeapBytes { get; private set; }

        public int FileCount { get; private set; }

        public static uint NativeOf(string text)
        {
            byte[] ascii = new byte[text.Length];
            Bytes.PutAscii(ascii, 0, text);
            return Crc32.Compute(ascii, 0, ascii.Length);
        }

        /// <summary>1.2.3 of a version's number.</summary>
        public static string Text(uint version)
        {
            return (version >> 24).ToString() + "." + ((version >> 16) & 0xFF).ToString() + "." + (version & 0xFFFF).ToString();
        }

        public bool TryReadWritten(ProgramSlots slots)
        {
            return slots.TryReadWritten(0, _head, 0, HeaderBytes) && HasHeader()
                && slots.TryReadWritten(HeaderBytes, _head, HeaderBytes, FileCount * EntryBytes) && HasFiles();
        }

        public bool TryRead(ProgramSlots slots, int slot)
        {
            return slots.TryRead(slot, 0, _head, 0, HeaderBytes) && HasHeader()
                && slots.TryRead(slot, HeaderBytes, _head, HeaderBytes, FileCount * EntryBytes) && HasFiles();
        }

        public int OffsetOf(int file)
        {
            return (int)(long)Bytes.GetU32(_head, Entry(file) + NameBytes);
        }

        public int LengthOf(int file)
        {
            return (int)(long)Bytes.GetU32(_head, Entry(file) + NameBytes + 4);
        }

        public string NameOf(int file)
        {
            int at = Entry(file);
            int end = at;
            while (end < at + NameBytes && _head[end] != 0)
                end++;
            return Utf8.Get(_head, at, end);
        }

        private static int Entry(int file)
        {
            return HeaderBytes + (file * EntryBytes);
        }

        private bool HasHeader()
        {
            if (Bytes.GetU32(_head, 0) != Magic || Bytes.GetU16(_head, 4) != Schema)
                return false;
            Kind = (BoardKind)_head[6];
            FileCount = _head[7];
            Version = Bytes.GetU32(_head, 8);
            uint total = Bytes.GetU32(_head, 12);
            Native = Bytes.GetU32(_head, 16);
            uint heap = Bytes.GetU32(_head, 20);
            TotalBytes = (int)(long)total;
            HeapBytes = (int)(long)heap;
            return FileCount > 0 && FileCount <= FileCapacity && total < 0x80000000u && heap < 0x80000000u;
        }

        private bool HasFiles()
        {
            uint total = Bytes.GetU32(_head, 12);
            for (int file = 0; file < FileCount; file++)
            {
                uint offset = Bytes.GetU32(_head, Entry(file) + NameBytes);
                uint length = Bytes.GetU32(_head, Entry(file) + NameBytes + 4);
                if (length == 0 || offset < HeaderBytes || offset > total || length > total - offset)
                    return false;
            }

            return true;
        }
    }
}
