using System.Runtime.InteropServices;

namespace MultiAgentEdge.Host.Cli.Doctor;

/// <summary>Which broker and which MQTT client this machine offers.</summary>
public static class MqttChecks
{
    private static readonly string[] Places = ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/sbin", "/opt/homebrew/bin"];

    public static DoctorCheck Mosquitto()
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(Places);
        var found = folders.Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "mosquitto.exe" : "mosquitto")).FirstOrDefault(File.Exists);
        return found is null
            ? new("mosquitto", DoctorCheck.Note, "no Mosquitto here: runs without a broker use the in-process link", "sudo apt-get install mosquitto")
            : new("mosquitto", DoctorCheck.Ok, found);
    }

    public static DoctorCheck LibMosquitto()
    {
        foreach (var name in new[] { "libmosquitto.so.1", "libmosquitto.1.dylib", "mosquitto.dll" })
        {
            if (NativeLibrary.TryLoad(name, out var handle))
            {
                NativeLibrary.Free(handle);
                return new("libmosquitto", DoctorCheck.Ok, name);
            }
        }

        return new("libmosquitto", DoctorCheck.Note, "libmosquitto is not installed", "sudo apt-get install libmosquitto1");
    }
}
