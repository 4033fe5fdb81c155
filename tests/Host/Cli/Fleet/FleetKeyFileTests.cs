using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Missions.Formation.Run;

namespace MultiAgentEdge.Tests.Host.Cli.Fleet;

public sealed class FleetKeyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("mae-key-file-").FullName;

    private string KeyFile => Path.Combine(folder, "fleet.key");

    [Fact]
    public void A_fleet_file_names_the_key_file_and_without_one_sets_are_unsigned()
    {
        var keys = FleetKeys.Create(KeyFile);
        Assert.Equal(keys.KeyOf("rover-1"), Read($"key_file: {KeyFile}").Keys()!.KeyOf("rover-1"));
        Assert.Null(Read("").Keys());
    }

    [Fact]
    public void A_missing_or_open_key_file_is_a_configuration_error_and_never_an_unsigned_push()
    {
        var missing = Assert.Throws<MaeException>(() => Read($"key_file: {KeyFile}").Keys());
        Assert.Equal((ExitCode.Configuration, "MAE214"), (missing.ExitCode, missing.Code));
        File.WriteAllText(KeyFile, "not a key");
        Assert.Equal("MAE214", Assert.Throws<MaeException>(() => Read($"key_file: {KeyFile}").Keys()).Code);
    }

    [Fact]
    public void A_run_with_keys_drives_on_signed_sets_and_takes_the_second_version_while_driving()
    {
        FleetKeys.Create(KeyFile);
        var options = FleetScenario.Options(Read($"key_file: {KeyFile}")) with { InProcess = true, Periods = 40 };
        using var run = new FormationRun(options);
        Assert.Equal(2u, run.Execute(TestContext.Current.CancellationToken).ParameterVersion);
        Assert.Equal(40, run.Records.Count);
        Assert.NotNull(run.SecondVersionTick);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static FleetFile Read(string text)
    {
        var fleet = FleetFileReader.Read(text, "fleet.yaml", out var problems);
        Assert.Empty(problems);
        return fleet;
    }
}
