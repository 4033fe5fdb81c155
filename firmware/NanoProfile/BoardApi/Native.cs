// nanoFramework.Runtime.Native 1.7, as far as Rover.Nano uses it.
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
        public static void RebootDevice(RebootOption rebootOption = RebootOption.NormalReboot) => throw new PlatformNotSupportedException();
    }

    public static class GC
    {
        /// <summary>Free bytes after the collection.</summary>
        public static uint Run(bool compactHeap) => throw new PlatformNotSupportedException();
    }
}
