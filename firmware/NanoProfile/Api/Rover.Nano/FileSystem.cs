// nanoFramework.System.IO.FileSystem 1.1.93
namespace System.IO
{
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

    public static class File
    {
        public static void Delete(string path) { throw null; }

        public static bool Exists(string path) { throw null; }

        /// <summary>Throws where the destination is there.</summary>
        public static void Move(string sourceFileName, string destFileName) { throw null; }

        public static byte[] ReadAllBytes(string path) { throw null; }
    }

    public class FileStream : Stream
    {
        public FileStream(string path, FileMode mode, FileAccess access) { throw null; }

        public override long Length { get { throw null; } }

        public override void Flush() { throw null; }

        public override int Read(byte[] buffer, int offset, int count) { throw null; }

        public override long Seek(long offset, SeekOrigin origin) { throw null; }

        public override void Write(byte[] buffer, int offset, int count) { throw null; }
    }
}
