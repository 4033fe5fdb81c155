using System.Security.Cryptography;
using System.Text;
using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Tests.Host.Coordination;

public sealed class FleetKeysTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-keys-").FullName;

    private string KeyFile => Path.Combine(folder, "fleet.key");

    [Fact]
    public void The_file_is_its_owners_alone_and_is_never_overwritten()
    {
        FleetKeys.Create(KeyFile);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(KeyFile));
        var before = File.ReadAllBytes(KeyFile);
        Assert.Throws<IOException>(() => FleetKeys.Create(KeyFile));
        Assert.Equal(before, File.ReadAllBytes(KeyFile));
    }

    [Fact]
    public void What_is_loaded_derives_the_same_keys_and_every_rover_has_its_own()
    {
        var created = FleetKeys.Create(KeyFile);
        var loaded = FleetKeys.Load(KeyFile);
        Assert.Equal(created.KeyOf("rover-1"), loaded.KeyOf("rover-1"));
        Assert.NotEqual(created.KeyOf("rover-1"), loaded.KeyOf("rover-2"));
        var secret = Convert.FromHexString(File.ReadAllText(KeyFile).Trim());
        Assert.Equal(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes("mae/1/rover-key/rover-1")), loaded.KeyOf("rover-1"));
        Assert.NotEqual(secret, loaded.KeyOf("rover-1"));
    }

    [Fact]
    public void Two_fleets_have_two_secrets()
    {
        Assert.NotEqual(FleetKeys.Create(KeyFile).KeyOf("rover-1"), FleetKeys.Create(KeyFile + "2").KeyOf("rover-1"));
    }

    [Fact]
    public void A_rovers_exported_key_is_read_back_and_is_not_the_secret()
    {
        var keys = FleetKeys.Create(KeyFile);
        var exported = Path.Combine(folder, "rover-1.key");
        keys.Export("rover-1", exported);
        Assert.Equal(keys.KeyOf("rover-1"), FleetKeys.ReadKey(exported));
        Assert.Throws<IOException>(() => keys.Export("rover-1", exported));
    }

    [Theory]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupWrite)]
    public void A_file_that_others_may_open_is_refused_with_the_command_that_helps(UnixFileMode more)
    {
        if (OperatingSystem.IsWindows())
            return;
        FleetKeys.Create(KeyFile);
        File.SetUnixFileMode(KeyFile, File.GetUnixFileMode(KeyFile) | more);
        Assert.Contains(
            $"chmod 600 {KeyFile}", Assert.Throws<InvalidDataException>(() => FleetKeys.Load(KeyFile)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("zz112233445566778899aabbccddeeff00112233445566778899aabbccddeeff")]
    [InlineData("00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff00")]
    public void Anything_else_is_no_key_file_and_is_not_repeated_in_the_message(string text)
    {
        FleetKeys.Create(KeyFile);
        File.WriteAllText(KeyFile, text);
        var message = Assert.Throws<InvalidDataException>(() => FleetKeys.Load(KeyFile)).Message;
        Assert.True(text.Length < 3 || !message.Contains(text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_printed_one_shows_nothing()
    {
        var keys = FleetKeys.Create(KeyFile);
        Assert.Equal(typeof(FleetKeys).FullName, keys.ToString());
        Assert.DoesNotContain(typeof(FleetKeys).GetProperties(), property => property.PropertyType == typeof(byte[]));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
