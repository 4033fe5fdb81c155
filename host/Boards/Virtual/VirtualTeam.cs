using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Boards;

/// <summary>
/// Virtual boards, a process each: started one after the other, given their settings over the cable that each of them calls, started anew
/// where they end, and ended with this.
/// </summary>
public sealed class VirtualTeam : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private readonly Interpreter interpreter;
    private readonly Action<string> say;
    private readonly TcpListener listener;
    private readonly string folder = Directory.CreateTempSubdirectory("mae-virtual-").FullName;
    private VirtualRover? called;
    private long calledAt;

    /// <param name="interpreter">What runs them.</param>
    /// <param name="rovers">Name and settings of each, as <c>RoverSettings.Write</c> makes them.</param>
    /// <param name="say">What happens, a line at a time.</param>
    /// <exception cref="MaeException">Another has the port that they call.</exception>
    public VirtualTeam(Interpreter interpreter, IEnumerable<(string Name, byte[] Settings)> rovers, Action<string> say)
    {
        this.interpreter = interpreter;
        this.say = say;
        Rovers = [.. rovers.Select(one => new VirtualRover(one.Name, one.Settings, Path.Combine(folder, one.Name + ".log")))];
        listener = new TcpListener(IPAddress.Loopback, interpreter.TakesPort ? 0 : Interpreter.CablePort);
        try
        {
            listener.Start();
        }
        catch (SocketException)
        {
            Directory.Delete(folder, recursive: true);
            throw new MaeException(
                ExitCode.Unreachable, "MAE360", $"Port {Interpreter.CablePort} of this machine, which virtual boards call, is taken.",
                "Does another mae sim --on run here? End it first.");
        }
    }

    public IReadOnlyList<VirtualRover> Rovers { get; }

    /// <summary>Until it is cancelled.</summary>
    /// <param name="startLimit">For each board, to call.</param>
    /// <exception cref="MaeException">No board is left.</exception>
    public void Run(TimeSpan startLimit, CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            foreach (var rover in Rovers)
                rover.Hear();
            if (called is null)
                Call();
            else
                Await(called, startLimit);
            if (Rovers.All(rover => rover.IsLost))
            {
                throw new MaeException(
                    ExitCode.Failed, "MAE361",
                    $"No virtual board is left: {string.Join("; ", Rovers.Select(one => $"{one.Name} {one.Why}"))}.",
                    "Start one by hand and read what it says: " + string.Join(' ', interpreter.Arguments.Prepend(interpreter.Program)));
            }

            end.WaitHandle.WaitOne(Look);
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        foreach (var rover in Rovers)
            rover.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>The next board without a cable. One at a time: whoever calls then is that one, for a caller cannot say who it is.</summary>
    private void Call()
    {
        called = Rovers.FirstOrDefault(rover => rover is { IsLost: false, HasCable: false });
        calledAt = Stopwatch.GetTimestamp();
        if (called is { IsRunning: false })
            Start(called);
    }

    private void Start(VirtualRover rover)
    {
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        rover.Start(interpreter, port);
        say($"{rover.Name}: process {rover.ProcessId}");
    }

    private void Await(VirtualRover rover, TimeSpan limit)
    {
        if (listener.Pending())
        {
            rover.Connect(listener.AcceptTcpClient());
            called = null;
        }
        else if (Stopwatch.GetElapsedTime(calledAt) > limit)
        {
            rover.Lose($"does not call within {limit.TotalSeconds:0} s");
            called = null;
        }
        else if (!rover.IsRunning && !rover.MayStart)
        {
            rover.Lose("ends again and again");
            called = null;
        }
        else if (!rover.IsRunning)
        {
            Start(rover);
        }

        if (rover.IsLost)
            say($"{rover.Name} {rover.Why}");
    }
}
