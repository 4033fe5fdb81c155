using System.Text;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Coordination;
using MultiAgentEdge.Host.Fleet.Adoption;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Safety;
using MultiAgentEdge.Security;

namespace MultiAgentEdge.Tests.Host.Fleet.Adoption;

/// <summary>A simulated board that nobody knows, on a broker that everybody uses: who has read its label makes it a rover of his fleet,
/// nobody else does, whatever he heard.</summary>
public sealed class AdoptionTests : IDisposable
{
    private const string Code = "7XK2-9PQM-0DTR-4WZE";
    private const string Stranger = "new-5eed";

    private readonly InProcessBroker broker = new();
    private readonly InProcessLink ears;
    private readonly SimulatedBoard board;
    private readonly FleetSession session;
    private InProcessLink? connection;

    public AdoptionTests()
    {
        board = new SimulatedBoard(
            connect: settings =>
            {
                // A board that starts anew leaves its connection behind.
                connection?.Drop();
                connection = new InProcessLink(broker);
                return new MessagingLink(connection, new LinkOptions { ClientId = settings.Text(RoverSettings.Name) ?? "nobody" });
            });
        var console = new BoardConsoleClient(board, TimeSpan.FromSeconds(5));
        console.Ask("set fleet provisioning");
        console.Ask("set name " + Stranger);
        console.Ask("set parameter_key " + Convert.ToHexStringLower(LabelCode.KeyOf(Code)!));
        console.Ask("set wheel_radius_um 31000");
        console.Ask("save");
        board.Send("reboot");
        board.Wait(TimeSpan.FromSeconds(1));
        ears = new InProcessLink(broker);
        ears.Connect(new LinkOptions { ClientId = "ears" });
        ears.Subscribe("mae/1/provisioning/+/adopt", QualityOfService.AtLeastOnce);
        var link = new InProcessLink(broker);
        link.Connect(new LinkOptions { ClientId = "host" });
        session = new FleetSession(link, Topics.Provisioning);
        session.Subscribe();
        Run(_ => { }, 2);
    }

    private static IReadOnlyList<(int Setting, string Value)> Ours =>
        [(RoverSettings.Fleet, "lab"), (RoverSettings.Name, "rover-4"), (RoverSettings.ParameterKey, new string('a', 64))];

    public void Dispose()
    {
        session.Dispose();
        ears.Dispose();
        board.Dispose();
    }

    [Fact]
    public void Who_has_read_the_label_makes_it_his()
    {
        Assert.Equal(RoverMode.Disarmed, session.Roster[Stranger].Mode);
        string? answer = null;
        session.Adopted += (_, text) => answer = text;
        var adopter = new Adopter(session, Stranger, LabelCode.KeyOf("7xk29pqmodtr4wze")!, Ours);
        Run(adopter.Poll, 5);
        Assert.Equal("ok", answer);
        var settings = board.Rover.Settings;
        Assert.Equal(("lab", "rover-4"), (settings.Text(RoverSettings.Fleet), settings.Text(RoverSettings.Name)));
        Assert.Equal(new string('a', 64), settings.Text(RoverSettings.ParameterKey));
        // What was measured on it stays.
        Assert.Equal(31000, settings.Number(RoverSettings.WheelRadiusUm, 0));
        Assert.Equal(RoverMode.Lost, session.Roster[Stranger].Mode);
    }

    [Fact]
    public void Another_code_changes_nothing()
    {
        Run(new Adopter(session, Stranger, LabelCode.KeyOf("7XK2-9PQM-0DTR-4WZF")!, Ours).Poll, 5);
        Assert.Equal(Stranger, board.Rover.Settings.Text(RoverSettings.Name));
    }

    [Fact]
    public void What_was_heard_says_nothing_and_is_of_no_use_in_another_life()
    {
        // Written for the life that the board is in, and kept back until that has ended.
        var life = session.Roster[Stranger].Life;
        var text = "name=rover-4"u8;
        var message = new byte[SealedText.OverheadBytes + text.Length];
        text.CopyTo(message.AsSpan(SealedText.NonceBytes));
        new SealedText(LabelCode.KeyOf(Code)!, Stranger, (uint)life.Boot!, (uint)life.Instance!).Seal(message, text.Length);
        Assert.DoesNotContain("rover-4", Encoding.ASCII.GetString(message), StringComparison.Ordinal);
        var boots = board.Rover.BootCount;
        board.Send("reboot");
        Run(_ => { }, 2);
        Assert.Equal(boots + 1, board.Rover.BootCount);
        session.Post(Stranger, Topics.Adopt, message);
        Run(_ => { }, 3);
        Assert.Equal(Stranger, board.Rover.Settings.Text(RoverSettings.Name));
        // What goes over the network says nothing to others.
        Run(new Adopter(session, Stranger, LabelCode.KeyOf(Code)!, Ours).Poll, 3);
        Assert.Equal("rover-4", board.Rover.Settings.Text(RoverSettings.Name));
        while (ears.TryReceive(out var heard))
            Assert.DoesNotContain("rover-4", Encoding.ASCII.GetString(heard.Payload), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bit_that_differs_or_a_line_that_is_wrong_changes_nothing()
    {
        string? answer = null;
        session.Adopted += (_, text) => answer = text;
        Run(new Adopter(session, Stranger, LabelCode.KeyOf(Code)!, [.. Ours, (RoverSettings.BrokerPort, "0")]).Poll, 3);
        Assert.Contains("broker_port", answer, StringComparison.Ordinal);
        Assert.Equal((Stranger, "provisioning"), (
            board.Rover.Settings.Text(RoverSettings.Name), board.Rover.Settings.Text(RoverSettings.Fleet)));
    }

    [Fact]
    public void Sealed_text_opens_for_its_receiver_and_life_alone()
    {
        var key = LabelCode.KeyOf(Code)!;
        var text = "fleet=lab\nname=rover-4 and more than one block of the stream"u8;
        var message = new byte[SealedText.OverheadBytes + text.Length];
        text.CopyTo(message.AsSpan(SealedText.NonceBytes));
        Assert.Equal(message.Length, new SealedText(key, "a", 1, 2).Seal(message, text.Length));
        Assert.Equal(-1, new SealedText(key, "b", 1, 2).TryOpen([.. message], message.Length));
        Assert.Equal(-1, new SealedText(key, "a", 2, 2).TryOpen([.. message], message.Length));
        Assert.Equal(-1, new SealedText(key, "a", 1, 3).TryOpen([.. message], message.Length));
        for (var bit = 0; bit < 8 * message.Length; bit++)
        {
            byte[] altered = [.. message];
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(-1, new SealedText(key, "a", 1, 2).TryOpen(altered, altered.Length));
        }

        Assert.Equal(text.Length, new SealedText(key, "a", 1, 2).TryOpen(message, message.Length));
        Assert.True(message.AsSpan(SealedText.NonceBytes, text.Length).SequenceEqual(text));
    }

    [Fact]
    public void Codes_are_sixteen_digits_and_each_another()
    {
        var codes = Enumerable.Range(0, 200).Select(_ => LabelCode.New()).ToList();
        Assert.Equal(200, codes.Distinct().Count());
        Assert.All(codes, code => Assert.NotNull(LabelCode.KeyOf(code)));
        Assert.Null(LabelCode.KeyOf("7XK2-9PQM-0DTR"));
        Assert.Null(LabelCode.KeyOf("7XK2-9PQM-0DTR-4WZU"[..18] + "U"));
    }

    private void Run(Action<long> host, int seconds)
    {
        for (var step = 0; step < 50 * seconds; step++)
        {
            board.Wait(TimeSpan.FromMilliseconds(20));
            session.Poll(session.NowUs + 20_000);
            host(session.NowUs);
        }
    }
}
