using System.Reflection;
using System.Runtime.InteropServices;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>Finds and starts libmosquitto, the C client library of Eclipse Mosquitto.</summary>
public static class MosquittoLibrary
{
    /// <summary>The name that <see cref="MosquittoNative"/> imports; resolved to the platform's own file names.</summary>
    internal const string ImportName = "mosquitto";

    /// <summary>Version 1.6 brought MQTT 5.</summary>
    private const int OldestVersion = 1_006_000;

    private static readonly Lazy<(string? Version, string? HowToInstall)> _library = new(Load);

    /// <summary>Loads the library once per process.</summary>
    /// <param name="version">"2.0.11"; null where it is absent or too old.</param>
    /// <param name="howToInstall">What to type; null where it is there.</param>
    public static bool TryLoad(out string? version, out string? howToInstall)
    {
        (version, howToInstall) = _library.Value;
        return howToInstall is null;
    }

    private static (string? Version, string? HowToInstall) Load()
    {
        NativeLibrary.SetDllImportResolver(typeof(MosquittoLibrary).Assembly, Resolve);
        try
        {
            int number = MosquittoNative.LibVersion(out int major, out int minor, out int revision);
            string version = $"{major}.{minor}.{revision}";
            if (number < OldestVersion)
                return (null, $"libmosquitto {version} does not speak MQTT 5; install 1.6 or newer: {InstallCommand}");
            return MosquittoNative.LibInit() == MosquittoNative.Success
                ? (version, null)
                : (null, $"libmosquitto {version} does not start; reinstall it: {InstallCommand}");
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or BadImageFormatException)
        {
            return (null, InstallCommand);
        }
    }

    private static string InstallCommand =>
        OperatingSystem.IsWindows() ? "winget install EclipseFoundation.Mosquitto"
        : OperatingSystem.IsMacOS() ? "brew install mosquitto"
        : "sudo apt-get install libmosquitto1";

    private static IntPtr Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != ImportName)
            return IntPtr.Zero;
        foreach (string candidate in Candidates())
        {
            if (NativeLibrary.TryLoad(candidate, assembly, null, out IntPtr handle))
                return handle;
        }

        return IntPtr.Zero;
    }

    private static string[] Candidates()
    {
        if (OperatingSystem.IsWindows())
            return ["mosquitto.dll", @"C:\Program Files\mosquitto\mosquitto.dll"];
        if (OperatingSystem.IsMacOS())
            return ["libmosquitto.1.dylib", "/opt/homebrew/lib/libmosquitto.1.dylib", "/usr/local/lib/libmosquitto.1.dylib"];
        return ["libmosquitto.so.1", "libmosquitto.so"];
    }
}
