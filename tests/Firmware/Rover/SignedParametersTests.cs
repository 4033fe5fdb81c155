using System.Text;
using MultiAgentEdge.Coupling;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Hardware.Simulated;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Missions.Formation.Coordination;
using MultiAgentEdge.Host.Worlds;
using MultiAgentEdge.Security;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Tests.Firmware;

/// <summary>A rover's agent on the in-process broker, its host, and somebody else who may write to its topics but has no key.</summary>
public sealed class SignedParametersTests : IDisposable
{
    private const string Fleet = "f";
    private const string Name = "rover-1";
    private const int ChunkBytes = 1024;

    private static readonly LinkOptions Options = new() { ClientId = "test" };
    private static readonly string KeyFile = Path.Combine(Path.GetTempPath(), $"mae-sign-{Guid.NewGuid():n}");
    private static readonly FleetKeys Keys = MakeKeys();
    private static readonly Dictionary<uint, byte[]> Sets = new uint[] { 1, 2, 3, 4 }.ToDictionary(version => version, Build);

    private const uint ForgedEpoch = 1000;

    private readonly InProcessBroker broker = new();
    private readonly SimulatedClock clock = new();
    private readonly SimulatedFlash flash = new(16);
    private readonly FleetSession session;
    private readonly InProcessLink forger;
    private readonly List<byte[]> published = [];
    private uint forgedSequence;
    private uint signedFor;
    private RoverInstance rover;

    public SignedParametersTests()
    {
        rover = Boot(Keys.KeyOf(Name));
        var link = new InProcessLink(broker);
        link.Connect(Options with { ClientId = "host" });
        session = new FleetSession(link, Fleet) { Keys = Keys };
        session.Subscribe();
        session.BeginEpoch();
        forger = new InProcessLink(broker);
        forger.Connect(Options with { ClientId = "forger" });
        forger.Subscribe("#", QualityOfService.AtLeastOnce);
        Run();
    }

    private ReportedParameters Reported => session.Roster[Name].Reported!;

    [Fact]
    public void A_set_signed_by_the_host_becomes_active_and_the_key_is_never_published()
    {
        Assert.True(Push(2, Keys).AllActive);
        Assert.Equal(2u, rover.Agent.ParameterVersion);
        Drain();
        Assert.True(published.Count > 5);
        var key = Keys.KeyOf(Name);
        foreach (var payload in published)
        {
            Assert.Equal(-1, payload.AsSpan().IndexOf(key.AsSpan(0, 8)));
            Assert.DoesNotContain(Convert.ToHexString(key)[..16], Encoding.Latin1.GetString(payload), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void An_unsigned_set_is_refused_by_name_and_the_one_before_stays()
    {
        Assert.True(Push(1, Keys).AllActive);
        AssertRefused(Push(2, null), "not signed", stays: 1);
    }

    [Fact]
    public void A_set_signed_for_another_rover_or_fleet_or_with_another_secret_is_refused()
    {
        Assert.True(Push(1, Keys).AllActive);
        foreach (var signature in new[]
        {
            new ParameterSignature(Keys.KeyOf("rover-2"), Fleet, "rover-2"),
            new ParameterSignature(Keys.KeyOf(Name), Fleet, "rover-2"),
            new ParameterSignature(Keys.KeyOf(Name), "g", Name),
            new ParameterSignature(new byte[32], Fleet, Name),
        })
        {
            Forge(Desired(2, signature));
            Assert.Equal(("refused", "signature wrong", 1u), (Reported.Status, Reported.Reason, Reported.ActiveVersion));
        }
    }

    [Fact]
    public void Every_flipped_bit_of_the_announcement_is_refused_before_the_flash_is_touched()
    {
        Assert.True(Push(1, Keys).AllActive);
        var payload = Desired(2, Signature);
        var operations = flash.Operations;
        for (var bit = 0; bit < 8 * payload.Length; bit++)
        {
            payload[bit / 8] ^= (byte)(1 << (bit % 8));
            Forge(payload);
            payload[bit / 8] ^= (byte)(1 << (bit % 8));
        }

        Assert.Equal(operations, flash.Operations);
        Assert.Equal(1u, rover.Agent.ParameterVersion);
        Forge(payload);
        Assert.Equal("receiving", Reported.Status);
    }

    [Fact]
    public void Every_altered_byte_of_the_set_is_refused_even_where_its_checksum_is_kept()
    {
        Assert.True(Push(1, Keys).AllActive);
        // The CRC's own generator, 33 bits: added to a message anywhere, it leaves the checksum as it was.
        var generator = BitConverter.GetBytes(1ul | (0xEDB88320ul << 1))[..5];
        var genuine = Sets[2];
        for (var at = 0; at + generator.Length <= genuine.Length - 4; at++)
        {
            var altered = (byte[])genuine.Clone();
            for (var i = 0; i < generator.Length; i++)
                altered[at + i] ^= generator[i];
            Assert.Equal(Crc32.Compute(genuine, 0, genuine.Length - 4), Crc32.Compute(altered, 0, altered.Length - 4));
            Forge(Desired(2, Signature));
            SendChunks(2, altered);
            Assert.Equal(("refused", "signature wrong"), (Reported.Status, Reported.Reason));
        }

        for (var at = 0; at < genuine.Length; at++)
        {
            var altered = (byte[])genuine.Clone();
            altered[at] ^= 0x10;
            Forge(Desired(2, Signature));
            SendChunks(2, altered, BitConverter.ToUInt32(genuine, genuine.Length - 4));
            Assert.Equal(("refused", "damaged in transfer"), (Reported.Status, Reported.Reason));
        }

        Assert.Equal(1u, rover.Agent.ParameterVersion);
        Forge(Desired(2, Signature));
        SendChunks(2, genuine);
        Assert.Equal("staged", Reported.Status);
    }

    [Fact]
    public void What_the_host_signed_before_is_refused_when_it_is_replayed()
    {
        Assert.True(Push(1, Keys).AllActive);
        Assert.True(Push(3, Keys).AllActive);
        Forge(Desired(1, Signature, activateAtTick: 0));
        Assert.Equal(("refused", "older than the active version", 3u), (Reported.Status, Reported.Reason, Reported.ActiveVersion));
    }

    /// <summary>Before the number was signed too, a genuine announcement under a far one made the host's next look old until the power was
    /// cycled.</summary>
    [Fact]
    public void A_genuine_announcement_under_another_number_is_refused_and_the_host_is_heard_after_it()
    {
        Assert.True(Push(1, Keys).AllActive);
        Forge(Desired(2, Signature), epoch: uint.MaxValue);
        Assert.Equal(("refused", "signature wrong"), (Reported.Status, Reported.Reason));
        Assert.True(Push(3, Keys).AllActive);
    }

    [Fact]
    public void The_way_back_is_a_signed_rollback_which_cannot_be_replayed_from_another_version()
    {
        Assert.True(Push(3, Keys).AllActive);
        AssertRefused(Push(2, Keys), "older than the active version", stays: 3);
        AssertRefused(Push(2, null, allowRollback: true), "not signed", stays: 3);
        var back = Push(2, Keys, allowRollback: true);
        Assert.True(back.AllActive);
        Assert.Equal(2u, rover.Agent.ParameterVersion);

        Assert.True(Push(4, Keys).AllActive);
        Forge(Desired(2, Signature, activateAtTick: 0, rollbackFrom: 3));
        Assert.Equal(("refused", "rollback from another version", 4u), (Reported.Status, Reported.Reason, Reported.ActiveVersion));
    }

    [Fact]
    public void A_forgery_ends_no_push_under_way_and_does_not_make_the_host_look_old()
    {
        Assert.True(Push(1, Keys).AllActive);
        var rollout = new ParameterRollout(session, 2, new Dictionary<string, byte[]> { [Name] = Sets[2] }, Keys);
        rollout.Begin(clock.NowUs);
        Run(rollout, () => rollout.AllStaged);
        Forge(Desired(9, null), epoch: uint.MaxValue);
        Forge(Desired(2, null, activateAtTick: 0), epoch: uint.MaxValue);
        Assert.Equal("staged", Reported.Status);
        Assert.Equal(1u, rover.Agent.ParameterVersion);
        rollout.ActivateAt(0, clock.NowUs);
        Run(rollout, () => rollout.AllActive);
        Assert.Equal(2u, rover.Agent.ParameterVersion);
        rollout.End();
    }

    [Fact]
    public void A_half_received_set_goes_on_after_a_reboot_and_is_still_checked()
    {
        Assert.True(Push(1, Keys).AllActive);
        Forge(Desired(2, Signature));
        SendChunks(2, Sets[2], count: 1);
        Assert.Equal("receiving", Reported.Status);
        rover.Dispose();
        rover = Boot(Keys.KeyOf(Name));
        Run();
        Assert.Equal(1u, rover.Agent.ParameterVersion);
        Assert.True(Push(2, Keys).AllActive);
    }

    [Fact]
    public void A_rover_without_a_key_takes_both()
    {
        rover.Dispose();
        rover = Boot(null);
        Run();
        Assert.True(Push(1, null).AllActive);
        Assert.True(Push(2, Keys).AllActive);
    }

    public void Dispose()
    {
        rover.Dispose();
        session.Dispose();
        forger.Dispose();
    }

    private static ParameterSignature Signature => new(Keys.KeyOf(Name), Fleet, Name);

    private static FleetKeys MakeKeys()
    {
        var keys = FleetKeys.Create(KeyFile);
        File.Delete(KeyFile);
        return keys;
    }

    private static byte[] Build(uint version)
    {
        var scenario = FormationScenario.PaperS1();
        var parameters = scenario.ParametersFor(0, FormationScenario.ImperfectModel);
        new Negotiator(scenario.Coupling, NegotiationMode.Admm, new NegotiatorOptions()).CopyCouplingWeight(0, parameters.CouplingWeight);
        return FormationParameterSet.Build(parameters, version, NegotiationMode.Admm, 2, scenario.PeriodS);
    }

    private RoverInstance Boot(byte[]? key)
    {
        var agent = FormationScenario.PaperS1().Agents[0];
        var body = new LinearBody(new LinearBodyOptions { A = agent.PlantA, B = agent.PlantB, InitialState = [0.5, 0] }, clock.NowUs);
        var options = new RoverOptions { Fleet = Fleet, Name = Name, ParameterKey = key };
        return new RoverInstance(options, clock, new ClockedBody(body, body, clock), flash, () => new InProcessLink(broker), Options);
    }

    private void AssertRefused(ParameterRollout rollout, string reason, uint stays)
    {
        var target = Assert.Single(rollout.Targets);
        Assert.Equal((RolloutState.Refused, reason), (target.State, target.Reason));
        Assert.Equal(stays, rover.Agent.ParameterVersion);
    }

    private ParameterRollout Push(uint version, FleetKeys? keys, bool allowRollback = false)
    {
        var rollout = new ParameterRollout(
            session, version, new Dictionary<string, byte[]> { [Name] = Sets[version] }, keys, allowRollback);
        rollout.Begin(clock.NowUs);
        Run(rollout, () => rollout.AllStaged || rollout.AnyRefused);
        if (rollout.AllStaged)
        {
            rollout.ActivateAt(0, clock.NowUs);
            Run(rollout, () => rollout.AllActive);
        }

        rollout.End();
        return rollout;
    }

    /// <summary>At most 20 control periods of the rover's time.</summary>
    private void Run(ParameterRollout? rollout = null, Func<bool>? done = null)
    {
        for (var step = 0; step < 50 && (step < 10 || done is not null); step++)
        {
            clock.AdvanceTo(clock.NowUs + 100_000);
            rover.Poll();
            session.Poll(clock.NowUs);
            rollout?.Poll(clock.NowUs);
            if (done is not null && done())
                return;
        }
    }

    private byte[] Desired(uint version, ParameterSignature? signature, uint activateAtTick = DesiredFrame.StageOnly, uint rollbackFrom = 0)
    {
        var set = Sets.GetValueOrDefault(version, Sets[1]);
        var desired = new DesiredFrame
        {
            Version = version,
            ByteCount = set.Length,
            Crc32 = BitConverter.ToUInt32(set, set.Length - 4),
            ChunkBytes = ChunkBytes,
            Flags = rollbackFrom > 0 ? DesiredFrame.AllowRollback : 0,
            RollbackFrom = rollbackFrom,
            ActivateAtTick = activateAtTick,
        };
        signedFor = ++forgedSequence;
        signature?.Sign(desired, set, set.Length, ForgedEpoch, signedFor);
        var payload = new byte[DesiredFrame.PayloadBytes];
        desired.Write(payload, 0);
        return payload;
    }

    /// <summary>Publishes in the host's name; an epoch above the host's, so that only the signature can be in the way.</summary>
    private void Forge(byte[] desired, uint epoch = ForgedEpoch)
    {
        Send("param/desired", FrameKind.Desired, desired, epoch);
        rover.Poll();
        session.Poll(clock.NowUs);
    }

    private void SendChunks(uint version, byte[] set, uint? crc = null, int count = int.MaxValue)
    {
        for (var index = 0; index * ChunkBytes < set.Length && index < count; index++)
        {
            var length = Math.Min(ChunkBytes, set.Length - (index * ChunkBytes));
            var chunk = new ChunkFrame(
                ChunkBytes) { Version = version, Crc32 = crc ?? BitConverter.ToUInt32(set, set.Length - 4), Index = index,
                    Length = length };
            Array.Copy(set, index * ChunkBytes, chunk.Data, 0, length);
            var payload = new byte[ChunkFrame.FixedBytes + length];
            chunk.Write(payload, 0);
            Send("param/chunk", FrameKind.Chunk, payload, ForgedEpoch);
        }

        rover.Poll();
        session.Poll(clock.NowUs);
    }

    private void Send(string leaf, FrameKind kind, byte[] payload, uint epoch)
    {
        Drain();
        var frame = new byte[FrameCodec.OverheadBytes + payload.Length];
        payload.CopyTo(frame, FrameCodec.HeaderBytes);
        FrameCodec.Seal(frame, kind, epoch, kind == FrameKind.Desired ? signedFor : ++forgedSequence, 0, payload.Length);
        Assert.True(forger.TryPublish($"mae/1/{Fleet}/{Name}/{leaf}", frame, QualityOfService.AtLeastOnce, retain: false));
    }

    private void Drain()
    {
        while (forger.TryReceive(out var message))
            published.Add(message.Payload);
    }
}
