namespace MultiAgentEdge.Host.Messaging;

/// <summary>Finds the programs of Eclipse Mosquitto.</summary>
public static class BrokerProgram
{
    /// <summary>Path of <c>mosquitto</c> or <c>mosquitto_passwd</c>: PATH first, then where packages put it; null where it is
    /// absent.</summary>
    public static string? Find(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        string[] path = Environment.GetEnvironmentVariable("PATH")?.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries) ?? [];
        string[] usual = OperatingSystem.IsWindows()
            ? [@"C:\Program Files\mosquitto"]
            : ["/usr/sbin", "/usr/local/sbin", "/usr/bin", "/usr/local/bin", "/opt/homebrew/sbin", "/opt/homebrew/bin"];
        foreach (string folder in path.Concat(usual))
        {
            string candidate = Path.Combine(folder, file);
            if (File.Exists(candidate))
                return candidate;
        }

        return null;
    }

    internal static string InstallCommand =>
        OperatingSystem.IsWindows() ? "winget install EclipseFoundation.Mosquitto"
        : OperatingSystem.IsMacOS() ? "brew install mosquitto"
        : "sudo apt-get install mosquitto";
}
