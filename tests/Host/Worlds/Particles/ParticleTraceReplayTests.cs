using MultiAgentEdge.Host.Worlds.Particles;

namespace MultiAgentEdge.Tests.Host.Worlds.Particles;

/// <summary>
/// simple_spread_excerpt.json: the first 8 steps of two episodes (3 and 5 agents, both with contacts) recorded from
/// openai/multiagent-particle-envs. simple_spread_mpe2_excerpt.json: 5 steps of three episodes (discrete, continuous, continuous with
/// PettingZoo's sign; all with contacts) recorded from Farama-Foundation/MPE2.
/// </summary>
public sealed class ParticleTraceReplayTests : IDisposable
{
    private static readonly string Excerpt = Path.Combine(AppContext.BaseDirectory, "Worlds", "Particles", "simple_spread_excerpt.json");

    private static readonly string Mpe2Excerpt = Path.Combine(
        AppContext.BaseDirectory, "Worlds", "Particles", "simple_spread_mpe2_excerpt.json");

    private const string OneStep =
        "\"episodes\":[{\"agents\":[[0,0]],\"landmarks\":[[0,0]],\"steps\":[{\"a\":[0],\"pos\":[[0,0]],\"vel\":[[0,0]],\"obs\":[[0,0,0,0,0,0]],\"r_individual\":[0],\"r_shared\":0}]}]}";

    private readonly string folder = Directory.CreateTempSubdirectory("mae test ").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("simple_spread_excerpt.json", 2, 16)]
    [InlineData("simple_spread_mpe2_excerpt.json", 3, 15)]
    public void The_recorded_episodes_come_out_to_twelve_digits(string name, int episodes, int steps)
    {
        var traces = ParticleTraceFile.Read(Path.Combine(AppContext.BaseDirectory, "Worlds", "Particles", name));
        var errors = traces.Select(ParticleTraceReplay.Run).Aggregate(ParticleTraceErrors.None, (all, one) => all.And(one));
        Assert.Equal((episodes, steps), (errors.Episodes, errors.Steps));
        Assert.InRange(errors.PositionMax, 0.0, 1e-12);
        Assert.InRange(errors.VelocityMax, 0.0, 1e-12);
        Assert.InRange(errors.ObservationMax, 0.0, 1e-12);
        Assert.InRange(errors.RewardMax, 0.0, 1e-12);
    }

    [Theory]
    [InlineData("mpe2")]
    [InlineData("pettingzoo")]
    public void Another_variant_does_not_reproduce_them(string variant)
    {
        var traces = Read(
            File.ReadAllText(Excerpt).Replace("{\"source\":", $"{{\"variant\":\"{variant}\",\"source\":", StringComparison.Ordinal));
        Assert.True(ParticleTraceReplay.Run(traces[0]).PositionMax > 0.01);
    }

    [Theory]
    [InlineData("openai", "mpe2", "openai")]
    [InlineData("openai", null, "openai")]
    [InlineData(null, "pettingzoo", "pettingzoo")]
    [InlineData(null, null, "mpe2")]
    public void The_variant_is_the_one_asked_for_then_the_files_then_its_sources(string? asked, string? written, string expected)
    {
        var text = "{\"source\":\"MPE2 (NB not openai)\"," + (written is null ? "" : $"\"variant\":\"{written}\",") + OneStep;
        Assert.Equal(expected, Read(text, asked).Single().Variant);
    }

    /// <summary>By hand: a force of 5 (0.2, -0.4) for a tenth of a second.</summary>
    [Fact]
    public void An_action_of_two_numbers_is_a_force_where_the_variant_has_such()
    {
        var text = "{\"source\":\"openai\","
            + OneStep
                .Replace("\"a\":[0]", "\"a\":[[0.2,-0.4]]", StringComparison.Ordinal)
                .Replace("\"vel\":[[0,0]]", "\"vel\":[[0.1,-0.2]]", StringComparison.Ordinal);
        Assert.Equal(0.0, ParticleTraceReplay.Run(Read(text).Single()).VelocityMax, 1e-15);
        Assert.Contains(
            "a[0] has 2 elements, not 5", Assert.Throws<ParticleTraceException>(() => Read(text, "mpe2")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_order_mark_is_no_damage()
    {
        var file = Path.Combine(folder, "marked.json");
        File.WriteAllBytes(file, [0xEF, 0xBB, 0xBF, .. File.ReadAllBytes(Mpe2Excerpt)]);
        Assert.Equal(["mpe2", "mpe2", "pettingzoo"], ParticleTraceFile.Read(file).Select(trace => trace.Variant));
    }

    [Fact]
    public void One_wrong_number_is_found_in_any_of_the_four_figures()
    {
        var trace = ParticleTraceFile.Read(Excerpt)[0];
        ParticleTraceErrors Errors(Action<ParticleTraceStep> spoil)
        {
            var step = trace.Steps[0] with
            {
                Positions = [.. trace.Steps[0].Positions],
                Velocities = [.. trace.Steps[0].Velocities],
                Observations = [.. trace.Steps[0].Observations.Select(row => (double[])row.Clone())],
                Individual = [.. trace.Steps[0].Individual],
            };
            spoil(step);
            return ParticleTraceReplay.Run(trace with { Steps = [step] });
        }

        Assert.Equal(0.5, Errors(step => step.Positions[3] += 0.5).PositionMax, 1e-12);
        Assert.Equal(0.5, Errors(step => step.Velocities[5] -= 0.5).VelocityMax, 1e-12);
        Assert.Equal(0.5, Errors(step => step.Observations[2][^1] = 0.5).ObservationMax, 1e-12);
        Assert.Equal(0.5, Errors(step => step.Individual[1] += 0.5).RewardMax, 1e-12);
        Assert.Equal(double.PositiveInfinity, Errors(step => step.Positions[0] = double.NaN).PositionMax);
    }

    [Theory]
    [InlineData("{}", "episodes is missing")]
    [InlineData("[]", "the document is not an object")]
    [InlineData("{\"episodes\":[]}", "episodes is empty")]
    [InlineData("{\"episodes\":[{\"agents\":[[0,0]]}]}", "episodes[0]: landmarks is missing")]
    [InlineData("{\"episodes\":[{\"N\":2,\"agents\":[[0,0]],\"landmarks\":[[0,0]],\"steps\":[]}]}", "episodes[0].N is 2")]
    [InlineData("{\"episodes\":[{\"agents\":[[0]],\"landmarks\":[[0,0]],\"steps\":[]}]}", "episodes[0].agents[0] has 1 elements, not 2")]
    [InlineData("{\"episodes\":[{\"agents\":[],\"landmarks\":[[0,0]],\"steps\":[]}]}", "0 agents")]
    [InlineData("{\"episodes\":[{\"variant\":\"x\",\"agents\":[[0,0]],\"landmarks\":[[0,0]],\"steps\":[]}]}", "variant \"x\"")]
    [InlineData("{\"episodes\":[{\"local_ratio\":2,\"agents\":[[0,0]],\"landmarks\":[[0,0]],\"steps\":[]}]}", "local_ratio 2")]
    [InlineData("{\"episodes\":[{\"agents\":[[0,0]],\"landmarks\":[[0,0]],\"steps\":[{\"a\":[7]}]}]}", "episodes[0].steps[0].a[0] is 7")]
    [InlineData("{\"episodes\":[{\"agents\":[[0,0]],\"landmarks\":[[0,0]],\"steps\":[{\"a\":[1],\"obs\":[[0,0]]}]}]}", "obs[0] has 2 numbers, not 6")]
    [InlineData("{\"episodes\":[{\"variant\":3,\"agents\":[[0,0]],\"landmarks\":[[0,0]],\"steps\":[]}]}", "variant is 3, not a text")]
    [InlineData("{\"episodes\":[{\"agents\":[[0,0]],\"landmarks\":[[0,0]],\"steps\":[]}]}", "episodes[0].steps is empty")]
    [InlineData("{\"episodes\":[{\"agents\":[[0,1e999]],\"landmarks\":[[0,0]],\"steps\":[]}]}", "agents[0][1] is no finite number")]
    [InlineData("{\"episodes\":", "no readable JSON")]
    public void A_malformed_file_is_refused_by_field(string text, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<ParticleTraceException>(() => Read(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_too_large_for_memory_is_refused_by_its_size()
    {
        var file = Path.Combine(folder, "large.json");
        using (var stream = File.Create(file))
            stream.SetLength((1L << 30) + 1); // a hole: takes no room on the disk
        Assert.Contains(
            "1073741825 bytes", Assert.Throws<ParticleTraceException>(() => ParticleTraceFile.Read(file)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains(
            "nowhere.json", Assert.Throws<ParticleTraceException>(() => ParticleTraceFile.Read("nowhere.json")).Message,
            StringComparison.Ordinal);

    private IReadOnlyList<ParticleTrace> Read(string text, string? variant = null)
    {
        var file = Path.Combine(folder, "traces.json");
        File.WriteAllText(file, text);
        return ParticleTraceFile.Read(file, variant);
    }
}
