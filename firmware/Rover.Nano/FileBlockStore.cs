using System;
using System.IO;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>
    /// The parameter store's blocks as files in internal storage, one a block, which hold what was written since the last erase; beyond
    /// their end a block reads 0xFF. The board's file system (littlefs) spreads the wear and keeps a file whole when the power goes. A
    /// block is touched only when a push writes to it: a set of 4 kB costs some eight small appends, and 10,000 pushes are within any
    /// flash's life.
    /// </summary>
    public sealed class FileBlockStore : IBlockStore
    {
        private readonly string _prefix;
        private readonly byte[] _blank = new byte[64];

        public FileBlockStore(string prefix, int blockCount, int blockBytes)
        {
            BlockCount = blockCount;
            BlockBytes = blockBytes;
            _prefix = prefix;
            Blank(_blank, 0, _blank.Length);
        }

        public int BlockCount { get; private set; }

        public int BlockBytes { get; private set; }

        public bool TryRead(int block, int offset, byte[] buffer, int bufferOffset, int length)
        {
            string path = PathOf(block);
            try
            {
                int taken = 0;
                if (File.Exists(path))
                {
                    using (FileStream stream = new FileStream(path, FileMode.Open, FileAccess.Read))
                    {
                        if (offset < stream.Length)
                        {
                            stream.Seek(offset, SeekOrigin.Begin);
                            taken = stream.Read(buffer, bufferOffset, length);
                        }
                    }
                }

                Blank(buffer, bufferOffset + taken, length - taken);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        public bool TryErase(int block)
        {
            string path = PathOf(block);
            try
            {
                if (File.Exists(path))
                {
                    File.Delete(path);
                }

                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        public bool TryWrite(int block, int offset, byte[] buffer, int bufferOffset, int length)
        {
            if (offset + length > BlockBytes)
            {
                return false;
            }

            string path = PathOf(block);
            try
            {
                using (FileStream stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite))
                {
                    int end = (int)stream.Length;
                    stream.Seek(offset < end ? offset : end, SeekOrigin.Begin);
                    for (int gap = offset - end; gap > 0; gap -= _blank.Length)
                    {
                        stream.Write(_blank, 0, gap < _blank.Length ? gap : _blank.Length);
                    }

                    stream.Write(buffer, bufferOffset, length);
                    stream.Flush();
                }

                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        private string PathOf(int block)
        {
            return _prefix + block.ToString() + ".bin";
        }

        private static void Blank(byte[] buffer, int start, int count)
        {
            for (int i = 0; i < count; i++)
            {
                buffer[start + i] = 0xFF;
            }
        }
    }
}
