using System.Diagnostics;
using MultiAgentEdge.Firmware;
using MultiAgentEdge.Firmware.Sim;
using MultiAgentEdge.Hardware;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Fleet;
using MultiAgentEdge.Host.Fleet.Adoption;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Cli.Verbs;

/// <summary>Simulated boards that belong to nobody yet (<c>mae sim --adoptable</c>): the board's own composition with a link, in real time.
/// Adopted, they start anew as rovers of the fleet that took them.</summary>
internal sealed class SimulatedStrangers : IDisposable
{
    private readonly Dictionary<string, MessagingLink> links = [];
    private readonly List<(SimulatedBoard Board, string Name, string Code)> boards = [];
    private readonly long began = Stopwatch.GetTimestamp();
    private TimeSpan passed;

    /// <param name="link">Of the broker; user and password are the board's own settings' where they say them.</param>
    public SimulatedStrangers(int count, LinkFactory factory, LinkOptions link, FleetFile fleet)
    {
        for (var i = 1; i <= count; i++)
        {
            var name = $"new-{i}";
            var code = LabelCode.New();
            ILink Connect(RoverSettings settings)
            {
                // A board that starts anew leaves its connection behind, and its last will with it.
                if (links.TryGetValue(name, out var last))
                    last.SayLost();
                return links[name] = new MessagingLink(
                    factory.Create(),
                    link with
                    {
                        User = settings.Text(RoverSettings.BrokerUser) ?? link.User,
                        Password = settings.Text(RoverSettings.BrokerPassword) ?? link.Password,
                    });
            }

            var board = new SimulatedBoard(connect: Connect);
            var console = new BoardConsoleClient(board, TimeSpan.FromSeconds(5));
            console.Ask($"set fleet {AdoptionReceiver.Fleet}");
            console.Ask($"set name {name}");
            console.Ask($"set parameter_key {Convert.ToHexStringLower(LabelCode.KeyOf(code)!)}");
            if (fleet.Secured is { } security)
            {
                console.Ask($"set broker_user {BrokerSecurity.Strangers}");
                console.Ask($"set broker_password {security.StrangersPassword}");
            }

            console.Ask("save");
            board.Send("reboot");
            boards.Add((board, name, code));
        }
    }

    /// <summary>Name and code of each label.</summary>
    public IEnumerable<(string Name, string Code)> Labels => boards.Select(one => (one.Name, one.Code));

    /// <summary>Lets the time pass that has.</summary>
    public void Poll()
    {
        var now = Stopwatch.GetElapsedTime(began);
        foreach (var (board, _, _) in boards)
            board.Wait(now - passed);
        passed = now;
    }

    public void Dispose() => boards.ForEach(one => one.Board.Dispose());
}
