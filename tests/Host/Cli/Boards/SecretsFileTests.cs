using MultiAgentEdge.Firmware;
using MultiAgentEdge.Host.Cli.Boards;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Tests.Host.Cli.Boards;

public sealed class SecretsFileTests : IDisposable
{
    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Each_secret_is_read_to_the_byte()
    {
        var key = new string('a', 64);
        var found = Read($"\uFEFF# of the lab\r\n\r\n  wifi_password=pass = word#1\r\nbroker_password=x\nparameter_key={key}");
        Assert.Equal("pass = word#1", found[RoverSettings.WifiPassword]);
        Assert.Equal("x", found[RoverSettings.BrokerPassword]);
        Assert.Equal(key, found[RoverSettings.ParameterKey]);
        Assert.Empty(Read("# nothing\n"));
    }

    // Line and column of each mistake; the first three are of case 10 of issue 10.
    [Theory]
    [InlineData("wifi_pasword=hunter22\n", 1, 1)]
    [InlineData("wifi_password=hunter22 \n", 1, 23)]
    [InlineData("wifi_password=hunt\n", 1, 15)]
    [InlineData("# a\nhunter22\n", 2, 1)]
    [InlineData("wifi_password: hunter22\n", 1, 1)]
    [InlineData("=hunter22\n", 1, 1)]
    [InlineData("WIFI_PASSWORD=hunter22\n", 1, 1)]
    [InlineData("name=hunter22\n", 1, 1)]
    [InlineData("fleet=hunter22\n", 1, 1)]
    [InlineData("wifi_password=\n", 1, 15)]
    [InlineData("wifi_password=   \n", 1, 15)]
    [InlineData("wifi_password= hunter22\n", 1, 15)]
    [InlineData("wifi_password=hunter22\t\n", 1, 23)]
    [InlineData("broker_password=hunter22\n\nwifi_password=hunter22\nwifi_password=hunter22\n", 4, 1)]
    [InlineData("wifi_password=hünter22\n", 1, 16)]
    [InlineData("wifi_password=hunter22\tb\n", 1, 23)]
    [InlineData("wifi_password=hunter\0b2\n", 1, 21)]
    [InlineData("wifi_password=hunter22hunter22hunter22hunter22hunter22hunter22hunter22hunter22\n", 1, 15)]
    [InlineData("parameter_key=hunter22\n", 1, 15)]
    public void Whatever_else_stands_there_is_refused_by_its_place_and_not_repeated(string text, int line, int column)
    {
        var refused = Assert.Throws<MaeException>(() => Read(text));
        Assert.Equal(("MAE318", ExitCode.Configuration), (refused.Code, refused.ExitCode));
        Assert.StartsWith($"{path}:{line}:{column}: ", refused.What, StringComparison.Ordinal);
        Assert.DoesNotContain("hunt", refused.Message, StringComparison.Ordinal);
    }

    private IReadOnlyDictionary<int, string> Read(string text)
    {
        File.WriteAllText(path, text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return SecretsFile.Read(path);
    }
}
