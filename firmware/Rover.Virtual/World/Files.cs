using MultiAgentEdge.Firmware.Virtual;

namespace System.IO
{
    public enum SeekOrigin
    {
        Begin = 0,
        Current = 1,
        End = 2,
    }

    public enum FileAccess
    {
        Read = 1,
        Write = 2,
        ReadWrite = 3,
    }

    public enum FileMode
    {
        CreateNew = 1,
        Create = 2,
        Open = 3,
        OpenOrCreate = 4,
        Truncate = 5,
        Append = 6,
    }

    /// <summary>Files of the virtual board's storage, which is memory.</summary>
    public static class File
    {
        public static void Delete(string path)
        {
            Storage.Remove(path);
        }

        public static bool Exists(string path)
        {
            return Storage.Find(path) != null;
        }

        /// <exception cref="IOException">The destination is there, or the source is not: as on a board.</exception>
        public static void Move(string sourceFileName, string destFileName)
        {
            StoredFile file = Storage.Find(sourceFileName);
            if (file == null || Storage.Find(destFileName) != null)
            {
                throw new IOException();
            }

            file.Path = destFileName;
        }

        /// <exception cref="IOException">There is none.</exception>
        public static byte[] ReadAllBytes(string path)
        {
            StoredFile file = Storage.Find(path);
            if (file == null)
            {
                throw new IOException();
            }

            byte[] all = new byte[file.Length];
            Array.Copy(file.Bytes, 0, all, 0, all.Length);
            return all;
        }
    }

    /// <summary>One open file of the virtual board's storage; the modes that the rover uses.</summary>
    public class FileStream : IDisposable
    {
        private readonly StoredFile _file;
        private int _at;

        /// <exception cref="IOException">Open, and there is none.</exception>
        public FileStream(string path, FileMode mode, FileAccess access)
        {
            _file = Storage.Find(path);
            if (_file == null && mode == FileMode.Open)
            {
                throw new IOException();
            }

            if (_file == null)
            {
                _file = Storage.Add(path);
            }

            if (mode == FileMode.Create)
            {
                _file.Length = 0;
            }
        }

        public long Length
        {
            get { return _file.Length; }
        }

        public void Flush()
        {
        }

        public int Read(byte[] buffer, int offset, int count)
        {
            int left = _file.Length - _at;
            int taken = left < count ? left : count;
            Array.Copy(_file.Bytes, _at, buffer, offset, taken);
            _at += taken;
            return taken;
        }

        /// <summary>Within the file; from its beginning alone.</summary>
        public long Seek(long offset, SeekOrigin origin)
        {
            if (origin != SeekOrigin.Begin || offset < 0 || offset > _file.Length)
            {
                throw new IOException();
            }

            _at = (int)offset;
            return offset;
        }

        public void Write(byte[] buffer, int offset, int count)
        {
            _file.Reserve(_at + count);
            Array.Copy(buffer, offset, _file.Bytes, _at, count);
            _at += count;
            if (_at > _file.Length)
            {
                _file.Length = _at;
            }
        }

        public void Dispose()
        {
        }
    }
}
