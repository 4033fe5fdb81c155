using System;
using System.IO;
using MultiAgentEdge.Hardware;

namespace MultiAgentEdge.Firmware.Nano
{
    /// <summary>A file in internal storage. Replaced by way of a second one, because the file system cannot rename onto a name that is
    /// taken.</summary>
    public sealed class FlashFile : ISmallFile
    {
        private readonly string _path;
        private readonly string _newPath;

        public FlashFile(string path)
        {
            _path = path;
            _newPath = path + ".new";
        }

        public int Read(byte[] into)
        {
            try
            {
                // Without the old one the power went between its deletion and the renaming: the new one is whole.
                string path = File.Exists(_path) ? _path : _newPath;
                if (!File.Exists(path))
                {
                    return 0;
                }

                using (FileStream stream = new FileStream(path, FileMode.Open, FileAccess.Read))
                {
                    int length = (int)stream.Length;
                    return length <= into.Length ? stream.Read(into, 0, length) : 0;
                }
            }
            catch (Exception)
            {
                return 0;
            }
        }

        public bool TryReplace(byte[] from, int length)
        {
            try
            {
                using (FileStream stream = new FileStream(_newPath, FileMode.Create, FileAccess.Write))
                {
                    stream.Write(from, 0, length);
                    stream.Flush();
                }

                if (File.Exists(_path))
                {
                    File.Delete(_path);
                }

                File.Move(_newPath, _path);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
