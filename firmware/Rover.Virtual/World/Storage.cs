using System.Collections;

namespace MultiAgentEdge.Firmware.Virtual
{
    /// <summary>The virtual board's internal storage: in memory, gone with the interpreter. The rover's main loop alone uses it.</summary>
    internal static class Storage
    {
        private static readonly ArrayList s_files = new ArrayList();

        /// <summary>Null where there is none.</summary>
        public static StoredFile Find(string path)
        {
            for (int i = 0; i < s_files.Count; i++)
            {
                StoredFile file = (StoredFile)s_files[i];
                if (file.Path == path)
                {
                    return file;
                }
            }

            return null;
        }

        public static StoredFile Add(string path)
        {
            StoredFile file = new StoredFile();
            file.Path = path;
            s_files.Add(file);
            return file;
        }

        public static void Remove(string path)
        {
            StoredFile file = Find(path);
            if (file != null)
            {
                s_files.Remove(file);
            }
        }
    }
}
