using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet.Firmware;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Messaging.Faults;
using MultiAgentEdge.Programs;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Host.Fleet.Firmware;

/// <summary>Twelve simulated boards at once, their messages lost by the share, in simulated time: all run the new program in the end, or
/// all what they ran before; none mixed, none lost.</summary>
public sealed class FirmwareCampaignTests : IDisposable
{
    private const string Fleet = "lab";
    private const int Boards = 12;
    private const long StepUs = 10_000;
    private const uint Old = 1 << 16;
    private const uint New = 2 << 24;

    private readonly InProcessBroker broker = new();
    private readonly SimulatedClock clock = new();
    private readonly FleetKeys keys = FleetKeys.Of(new byte[32]);
    private readonly List<RoverInstance> rovers = [];
    private readonly List<SimulatedPrograms> programs = [];
    private FleetSession? session;

    public void Dispose()
    {
        session?.Dispose();
        rovers.ForEach(rover => rover.Dispose());
    }

    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.05, 1)]
    [InlineData(0.05, 2)]
    [InlineData(0.05, 3)]
    public void All_run_the_new_program(double loss, int seed)
    {
        Start(loss, seed);
        var campaign = Run(FirmwareFolder.Simulated("good", New, 30_000));
        Assert.False(campaign.IsTakingBack);
        AssertAllRun(New);
        Assert.All(programs, board => Assert.Equal(3, board.Starts)); // switched on, loader, new program
        // What is said once, at connection, may be lost.
        if (loss == 0)
            Assert.All(Names, name => Assert.Equal("2.0.0", session!.Roster[name].Firmware));
    }

    [Theory]
    [InlineData("crashes", "ended before it said that it is alive")]
    [InlineData("mute", "did not say within its time that it is alive")]
    public void A_program_that_fails_is_on_no_board_in_the_end(string behaviour, string reason)
    {
        Start(0.05, 4);
        var campaign = Run(FirmwareFolder.Simulated(behaviour, New, 2000), out var rollout);
        Assert.True(campaign.IsTakingBack);
        AssertAllRun(Old);
        Assert.Contains(rollout.Targets, target => target.Reason == reason);
    }

    [Fact]
    public void One_board_that_loses_its_power_on_trial_takes_the_others_back()
    {
        Start(0.05, 5);
        var image = FirmwareFolder.Simulated("good", New, 2000);
        var isCut = false;
        var campaign = Run(image, out _, each: () =>
        {
            if (isCut || programs[6].Starts < 3)
                return;
            isCut = true;
            rovers[6].Reboot();
        });
        Assert.True(isCut && campaign.IsTakingBack);
        AssertAllRun(Old);
        // What failed there is not taken again under that number; the next one is.
        Assert.False(Run(FirmwareFolder.Simulated("good", New + 1, 2000)).IsTakingBack);
        AssertAllRun(New + 1);
    }

    [Fact]
    public void Boards_switched_off_in_the_middle_go_on_when_they_are_back()
    {
        Start(0.05, 6);
        var steps = 0;
        var campaign = Run(FirmwareFolder.Simulated("good", New, 30_000), out _, each: () =>
        {
            // In the loader, again and again, each at another moment.
            steps++;
            for (var i = 0; i < 4; i++)
            {
                if (programs[i].IsLoading && steps % (97 + (40 * i)) == 0 && programs[i].Starts < 6)
                    rovers[i].Reboot();
            }
        });
        Assert.False(campaign.IsTakingBack);
        AssertAllRun(New);
        Assert.Contains(programs, board => board.Starts > 3);
    }

    [Fact]
    public void A_canary_that_fails_leaves_the_others_as_they_are()
    {
        Start(0.05, 7);
        var campaign = Run(FirmwareFolder.Simulated("crashes", New, 2000), out var rollout, canary: "rover-3");
        Assert.Equal(["rover-3"], campaign.Begun);
        Assert.Equal(FirmwareState.RolledBack, rollout.Of("rover-3").State);
        AssertAllRun(Old);
        Assert.All(programs.Where((_, i) => i != 2), board => Assert.Equal(1, board.Starts));
    }

    [Fact]
    public void A_canary_that_lives_is_followed_by_the_others()
    {
        Start(0.05, 8);
        Assert.False(Run(FirmwareFolder.Simulated("good", New, 2000), out _, canary: "rover-3").IsTakingBack);
        AssertAllRun(New);
    }

    [Fact]
    public void An_image_for_other_native_code_is_refused_and_nobody_changes()
    {
        Start(0, 9);
        var image = FirmwareFile.Pack(BoardKind.Simulated, New, "another", [("program.txt", "good"u8.ToArray())]);
        Assert.True(Run(image, out var rollout).IsTakingBack);
        Assert.Contains(rollout.Targets, target => target.Reason == "for other native code than this board has");
        AssertAllRun(Old);
    }

    /// <summary>One without PSRAM: less is free than the program takes, and an image comes on top.</summary>
    [Fact]
    public void A_board_without_the_memory_refuses_with_the_numbers_and_nobody_changes()
    {
        Start(0, 12, smallest: 90_000);
        Assert.True(Run(FirmwareFolder.Simulated("good", New, 30_000), out var rollout).IsTakingBack);
        Assert.Contains(rollout.Targets, target => target.Reason is { } reason
            && reason.EndsWith("bytes of heap and 0 are free: a board without PSRAM is updated by cable", StringComparison.Ordinal));
        AssertAllRun(Old);
    }

    [Fact]
    public void What_another_key_signs_changes_nothing()
    {
        Start(0, 10);
        var forger = FleetKeys.Of([.. Enumerable.Repeat((byte)7, 32)]);
        var rollout = new FirmwareRollout(session!, FirmwareFolder.Simulated("good", New, 100), Names, forger);
        rollout.Stage(Names);
        for (var step = 0; step < 500; step++)
            Step(rollout.Poll);
        rollout.End();
        Assert.All(programs, board => Assert.Equal(1, board.Starts));
        AssertAllRun(Old);
    }

    [Fact]
    public void Everybody_goes_back_when_the_host_says_so_and_no_further()
    {
        Start(0.05, 11);
        Run(FirmwareFolder.Simulated("good", New, 2000));
        var said = Names.ToDictionary(name => name, name => session!.Roster[name].Program!);
        Assert.All(said.Values, one => Assert.Equal(Old, one.PreviousVersion));
        var back = new FirmwareBack(session!, said, keys);
        for (var step = 0; step < 6000 && back.Targets.Any(target => target.State == FirmwareState.Waiting); step++)
            Step(back.Poll);
        back.End();
        Assert.All(back.Targets, target => Assert.Equal(FirmwareState.RolledBack, target.State));
        AssertAllRun(Old);
        Assert.All(Names, name => Assert.Equal(0u, session!.Roster[name].Program!.PreviousVersion));
    }

    private static IReadOnlyList<string> Names => [.. Enumerable.Range(1, Boards).Select(i => $"rover-{i}")];

    private void Start(double loss, int seed, uint? smallest = null)
    {
        foreach (var (name, i) in Names.Select((name, i) => (name, i)))
        {
            var plain = new LinearBody(
                new LinearBodyOptions { A = [1, 0.25, 0, 1], B = [0, 0.25], InitialState = [0, 0], SpeedStates = [1], PeriodUs = 250_000 });
            var board = new SimulatedPrograms((ulong)i + 1) { FreeBytes = i == 0 ? smallest : null };
            programs.Add(board);
            rovers.Add(new RoverInstance(
                new RoverOptions { Fleet = Fleet, Name = name, ParameterKey = keys.KeyOf(name), Instance = 1, Seed = (uint)i + 1 }, clock,
                new ClockedBody(plain, plain, clock), new SimulatedFlash(16),
                () => new MutedLink(new InProcessLink(broker), (ulong)((100 * seed) + i)) { LossShare = loss },
                new LinkOptions { ClientId = name },
                programs: board));
        }

        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "host" });
        session = new FleetSession(link, Fleet) { Keys = keys };
        session.Subscribe();
        for (var step = 0; step < 300; step++)
            Step(_ => { });
        session.BeginEpoch();
    }

    private FirmwareCampaign Run(FirmwareFile image) => Run(image, out _);

    private FirmwareCampaign Run(FirmwareFile image, out FirmwareRollout rollout, string? canary = null, Action? each = null)
    {
        rollout = new FirmwareRollout(session!, image, Names, keys);
        IReadOnlyList<IReadOnlyList<string>> groups = canary is null ? [Names] : [[canary], [.. Names.Where(name => name != canary)]];
        var campaign = new FirmwareCampaign(rollout, groups, stageUs: 120_000_000, aliveUs: 120_000_000);
        // Simulated minutes: staging, a trial that is not answered, going back.
        for (var step = 0; step < 40_000 && !campaign.IsDone; step++)
        {
            Step(campaign.Poll);
            each?.Invoke();
        }

        rollout.End();
        Assert.True(campaign.IsDone, string.Join(", ", rollout.Targets.Select(target => $"{target.Rover} {target.State} {target.Reason}")));
        return campaign;
    }

    private void Step(Action<long> host)
    {
        clock.AdvanceTo(clock.NowUs + StepUs);
        rovers.ForEach(rover => rover.Poll());
        session!.Poll(clock.NowUs);
        host(clock.NowUs);
    }

    private void AssertAllRun(uint version)
    {
        // Those that hold a staged image start their program when they are told, or find that nobody speaks to them any more.
        for (var step = 0; step < 14_000 && rovers.Any(rover => !rover.IsRunning); step++)
            Step(_ => { });
        Assert.All(rovers, rover => Assert.True(rover.IsRunning, rover.Name));
        foreach (var board in programs)
        {
            var record = new BootRecord(board.Flash, 0);
            Assert.True(record.Open());
            Assert.Equal(version, record.IsWritten ? record.Running.Version : Old);
        }
    }
}
