namespace nanoFramework.Runtime.Native
{
    public static class Power
    {
        /// <summary>Ends the process: whoever started it starts it again.</summary>
        public static void RebootDevice()
        {
            System.Environment.Exit(0);
        }
    }

    public static class SystemInfo
    {
        public static System.Version Version
        {
            get { return System.Environment.Version; }
        }
    }

    public static class GC
    {
        /// <summary>Of a board with PSRAM: .NET's own memory says nothing about a board's.</summary>
        public static uint Run(bool compactHeap)
        {
            return 4 * 1024 * 1024;
        }
    }
}
