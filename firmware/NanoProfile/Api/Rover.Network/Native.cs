// nanoFramework.Runtime.Native 1.7.11
namespace System
{
    public static class Environment
    {
        /// <summary>Milliseconds since the start.</summary>
        public static long TickCount64 { get { throw null; } }
    }
}

namespace nanoFramework.Runtime.Native
{
    public enum RebootOption
    {
        NormalReboot = 0,
        EnterNanoBooter = 1,
        ClrOnly = 2,
        EnterProprietaryBooter = 8,
    }

    public class Power
    {
        public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot) { throw null; }
    }

    public static class SystemInfo
    {
        /// <summary>Of the firmware.</summary>
        public static System.Version Version { get { throw null; } }
    }

    public static class GC
    {
        /// <summary>Collects, and says how many bytes are free then.</summary>
        public static uint Run(bool compactHeap) { throw null; }
    }
}
