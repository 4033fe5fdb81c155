using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Boards;

/// <summary>
/// A file of secrets for <c>mae provision</c>: one <c>name=value</c> a line, each of three names once; lines that begin with # and empty
/// ones count for nothing. Whatever else stands there is refused by its line, because a password that gets lost shows first when a rover
/// stays away. A value is what stands between the first = and the end of the line; one that begins or ends with a blank is refused, since
/// nobody can see it: such a password is typed when asked, or given as the network's key of 64 digits. No message repeats what stands in
/// the file.
/// </summary>
public static class SecretsFile
{
    // Three lines; far above that it is another file.
    private const long MaxBytes = 64 * 1024;

    private const string Next =
        "A file of secrets has one name=value a line, each name once; the names: wifi_password, broker_password, parameter_key.";

    private static readonly int[] Secrets = [RoverSettings.WifiPassword, RoverSettings.BrokerPassword, RoverSettings.ParameterKey];

    /// <summary>Setting to value.</summary>
    /// <exception cref="MaeException">MAE318: no such file, others may read it, or file:line:column of what is wrong.</exception>
    public static IReadOnlyDictionary<int, string> Read(string path)
    {
        if (InputFile.Missing(path) is { } missing)
            throw new MaeException(ExitCode.Configuration, "MAE318", missing, Next);
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            {
                throw new MaeException(
                    ExitCode.Configuration, "MAE318", $"Others may read {path}.", $"Keep it to yourself: chmod 600 {path}.");
            }

            if (new FileInfo(path).Length > MaxBytes)
                throw new MaeException(ExitCode.Configuration, "MAE249", $"{path} is larger than {MaxBytes} bytes.", Next);
            return Parse(File.ReadAllLines(path), path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new MaeException(ExitCode.Configuration, "MAE318", $"{path} cannot be read.", Next, error);
        }
    }

    private static Dictionary<int, string> Parse(string[] lines, string path)
    {
        var found = new Dictionary<int, string>();
        var places = new Dictionary<int, int>();
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i];
            MaeException Wrong(int column, string what, string next) =>
                new(ExitCode.Configuration, "MAE318", $"{path}:{i + 1}:{column}: {what}", next);
            var start = line.Length - line.TrimStart().Length;
            if (start == line.Length || line[start] == '#')
                continue;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
                throw Wrong(start + 1, "This line has no =, so it says nothing.", Next);
            var name = line[start..equals].TrimEnd();
            var setting = RoverSettings.Find(name);
            if (setting < 0 || !RoverSettings.IsSecret(setting))
            {
                var near = Suggestion.For(name, Secrets.Select(RoverSettings.NameOf));
                throw Wrong(start + 1, "What stands before the = is no secret's name.", near is null ? Next : $"Did you mean \"{near}\"?");
            }

            if (!found.TryAdd(setting, line[(equals + 1)..]))
                throw Wrong(start + 1, $"{name} stands in line {places[setting]} already.", "Keep one of the two.");
            places[setting] = i + 1;
            if (found[setting] is var value && value.Trim().Length == 0)
            {
                throw Wrong(
                    equals + 2, $"{name} has no value.",
                    setting == RoverSettings.WifiPassword
                        ? "Write it, or take the line out and say --wifi-open."
                        : "Write it, or take the line out.");
            }

            if (value.Trim() != value)
            {
                throw Wrong(
                    char.IsWhiteSpace(value[0]) ? equals + 2 : equals + 2 + value.TrimEnd().Length,
                    $"{name} {(char.IsWhiteSpace(value[0]) ? "begins" : "ends")} with a blank.",
                    "Take it away; where it belongs to the password, leave the line out and type it when asked.");
            }

            if (new RoverSettings().TrySet(setting, value) is { } refused)
            {
                var odd = value.AsSpan().IndexOfAnyExceptInRange(' ', '~');
                throw Wrong(
                    equals + 2 + Math.Max(odd, 0), $"{name} {refused}.",
                    setting == RoverSettings.ParameterKey ? "Make one: openssl rand -hex 32" : "Correct it.");
            }
        }

        return found;
    }
}
