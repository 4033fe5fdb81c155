using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MultiAgentEdge.Host.Messaging;

/// <summary>
/// Mosquitto's password file (mosquitto_passwd, since 2.0): a line <c>user:$7$iterations$salt$hash</c> each, with salt and hash in base64,
/// the hash PBKDF2 with HMAC-SHA512 (RFC 8018). Few iterations, as there: passwords are 192 random bits, which nobody guesses.
/// </summary>
public sealed class PasswordFile
{
    private const string Scheme = "7";
    private const int Iterations = 101;
    private const int MostIterations = 10_000_000;
    private const int SaltBytes = 12;
    private const int HashBytes = 64;

    private readonly Dictionary<string, (int Iterations, byte[] Salt, byte[] Hash)> _users = new(StringComparer.Ordinal);

    private PasswordFile()
    {
    }

    /// <summary>Readable by its owner only.</summary>
    public static void Write(string path, IEnumerable<(string User, string Password)> users)
    {
        var text = new StringBuilder();
        foreach (var (user, password) in users)
        {
            var salt = RandomNumberGenerator.GetBytes(SaltBytes);
            var hash = Convert.ToBase64String(Hash(password, salt, Iterations, HashBytes));
            text.Append(CultureInfo.InvariantCulture, $"{user}:${Scheme}${Iterations}${Convert.ToBase64String(salt)}${hash}\n");
        }

        PrivateFile.Write(path, text.ToString());
    }

    /// <exception cref="InvalidDataException">A line that is no such entry; the message names it.</exception>
    public static PasswordFile Read(string path)
    {
        var file = new PasswordFile();
        var lines = File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0 && !file.TryAdd(lines[i]))
            {
                throw new InvalidDataException(
                    $"{path}:{i + 1}:1: This line is no entry of mosquitto_passwd 2.0: user:$7$iterations$salt$hash");
            }
        }

        return file;
    }

    /// <summary>Takes as long for a user who is not there as for one who is.</summary>
    public bool IsRight(string? user, string? password)
    {
        var isKnown = _users.TryGetValue(user ?? "", out var entry);
        if (!isKnown)
            entry = (Iterations, new byte[SaltBytes], new byte[HashBytes]);
        var hash = Hash(password ?? "", entry.Salt, entry.Iterations, entry.Hash.Length);
        var isSame = CryptographicOperations.FixedTimeEquals(hash, entry.Hash);
        return isKnown && isSame;
    }

    private bool TryAdd(string line)
    {
        var colon = line.IndexOf(':', StringComparison.Ordinal);
        var parts = line[(colon + 1)..].Split('$');
        if (colon < 1 || parts is not ["", Scheme, var count, var salt, var hash]
            || !int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out var iterations)
            || iterations is < 1 or > MostIterations)
            return false;
        try
        {
            var entry = (iterations, Convert.FromBase64String(salt), Convert.FromBase64String(hash));
            return entry.Item3.Length == HashBytes && _users.TryAdd(line[..colon], entry);
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static byte[] Hash(string password, byte[] salt, int iterations, int bytes) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, iterations, HashAlgorithmName.SHA512, bytes);
}
