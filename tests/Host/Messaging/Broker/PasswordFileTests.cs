using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Tests.Host.Messaging.Broker;

public sealed class PasswordFileTests : IDisposable
{
    // Made by mosquitto_passwd 2.0.11 of the password "b".
    private const string Salt = "k2RpZHuIcUmaUm+T";
    private const string Hash = "7hksvG1nMqNiGfNLLyWL7ykokw+GA/a4pLHqjrbeKOyvIHTTbl4AkNhksEXQ+8cICQQzNyEBSVNxLJnKzCdQgQ==";

    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("mae-passwd-").FullName, "passwd");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    [Fact]
    public void Knows_its_users_by_their_passwords_and_keeps_none_of_them()
    {
        PasswordFile.Write(_path, [("host", "öpen"), ("r1", "secret-1"), ("r2", "secret-1")]);
        var file = PasswordFile.Read(_path);
        Assert.True(file.IsRight("host", "öpen") && file.IsRight("r1", "secret-1") && file.IsRight("r2", "secret-1"));
        (string?, string?)[] wrong =
        [
            ("r1", "öpen"), ("r1", ""), ("r1", null), (null, null), ("", ""),
            ("nobody", "secret-1"), ("R1", "secret-1"), ("r1", "secret-1 "),
        ];
        foreach (var (user, password) in wrong)
            Assert.False(file.IsRight(user, password), $"{user} {password}");
        var text = File.ReadAllText(_path);
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(':')[1]).Distinct().Count());
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_path));
    }

    [Fact]
    public void Reads_what_mosquitto_passwd_writes()
    {
        File.WriteAllText(_path, $"a:$7$101${Salt}${Hash}\n");
        Assert.True(PasswordFile.Read(_path).IsRight("a", "b"));
        Assert.False(PasswordFile.Read(_path).IsRight("a", "c"));
    }

    [Theory]
    [InlineData("a:plain")]
    [InlineData("a:$6$101$" + Salt + "$" + Hash)]
    [InlineData("a:$6$" + Salt + "$" + Hash)]
    [InlineData("a:$7$0$" + Salt + "$" + Hash)]
    [InlineData("a:$7$-1$" + Salt + "$" + Hash)]
    [InlineData("a:$7$2000000000$" + Salt + "$" + Hash)]
    [InlineData("a:$7$101$" + Salt + "$")]
    [InlineData("a:$7$101$" + Salt + "$7hks")]
    [InlineData(":$7$101$" + Salt + "$" + Hash)]
    [InlineData("a:$7$101$not base64$" + Hash)]
    public void An_entry_that_protects_nothing_is_refused(string line)
    {
        File.WriteAllText(_path, line);
        Assert.StartsWith(
            $"{_path}:1:1:", Assert.Throws<InvalidDataException>(() => PasswordFile.Read(_path)).Message, StringComparison.Ordinal);
    }
}
