using System.Security.Cryptography;
using System.Text;
using MultiAgentEdge.Security;

namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// A fleet's secret, in a file that only its owner reads, and the key of each rover derived from it: who has one rover's key cannot sign
/// for another. Says nothing of what it holds.
/// </summary>
public sealed class FleetKeys
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // Keeps rover keys apart from anything else that may be derived from the secret.
    private const string Label = "mae/1/rover-key/";

    private readonly byte[] secret;

    private FleetKeys(byte[] secret) => this.secret = secret;

    /// <summary>Draws a secret and writes it, mode 0600, as one line of hexadecimal digits.</summary>
    /// <exception cref="IOException">The file is there already: a fleet's secret is never overwritten.</exception>
    public static FleetKeys Create(string path)
    {
        var keys = new FleetKeys(RandomNumberGenerator.GetBytes(ParameterSignature.KeyBytes));
        Write(path, keys.secret);
        return keys;
    }

    /// <summary>Of a secret that is in memory only, 32 bytes: for tests and measurements.</summary>
    public static FleetKeys Of(byte[] secret) => secret.Length == ParameterSignature.KeyBytes
        ? new([.. secret])
        : throw new ArgumentException("A secret has 32 bytes.", nameof(secret));

    /// <exception cref="InvalidDataException">Not such a file, or others than its owner may read or write it.</exception>
    public static FleetKeys Load(string path) => new(ReadKey(path));

    /// <summary>The 32 bytes for <c>RoverOptions.ParameterKey</c>: HMAC-SHA256 of the rover's name.</summary>
    public byte[] KeyOf(string rover) => HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(Label + rover));

    /// <summary>Writes one rover's key for its own machine, mode 0600; read it there with <see cref="ReadKey"/>.</summary>
    /// <exception cref="IOException">The file is there already.</exception>
    public void Export(string rover, string path) => Write(path, KeyOf(rover));

    /// <summary>Reads a file of <see cref="Create"/> or <see cref="Export"/>.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or others than its owner may read or write it.</exception>
    public static byte[] ReadKey(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new InvalidDataException($"Others may read or write the key file {path}: chmod 600 {path}.");
        using var reader = new StreamReader(path);
        var text = new char[(2 * ParameterSignature.KeyBytes) + 3];
        var digits = new string(text, 0, reader.ReadBlock(text)).TrimEnd();
        if (digits.Length != 2 * ParameterSignature.KeyBytes || !digits.All(char.IsAsciiHexDigit))
        {
            throw new InvalidDataException(
                $"{path} is no key file: it has one line of {2 * ParameterSignature.KeyBytes} hexadecimal digits.");
        }

        return Convert.FromHexString(digits);
    }

    internal ParameterSignature SignatureFor(string fleet, string rover) => new(KeyOf(rover), fleet, rover);

    /// <summary>Signs programs for a rover, as <see cref="SignatureFor"/> sets.</summary>
    public ParameterSignature ProgramSignatureFor(string fleet, string rover) =>
        new(KeyOf(rover), fleet, rover, ParameterSignature.ProgramDomain);

    private static void Write(string path, byte[] key)
    {
        // The mode comes with the file, not after it: there is no moment in which others could read it.
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var writer = new StreamWriter(path, Encoding.ASCII, options);
        writer.WriteLine(Convert.ToHexStringLower(key));
    }
}
