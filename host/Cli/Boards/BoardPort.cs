using System.CommandLine;
using MultiAgentEdge.Host.Boards;
using MultiAgentEdge.Host.Commands;

namespace MultiAgentEdge.Host.Cli.Boards;

/// <summary>The options of every verb that speaks to one board, and its errors in the words of <c>mae</c>.</summary>
public sealed class BoardPort
{
    /// <summary>Stands for a port in what a dry run says where no board is plugged in.</summary>
    private const string NoPort = "PORT";

    private const string Simulated = "sim";

    public Option<string?> Port { get; } = new("--port")
    {
        Description = "Serial port of the rover's console; sim is a simulated rover, sim:FILE one that keeps its settings in FILE",
        HelpName = "PORT",
    };

    public Option<bool> DryRun { get; } = new("--dry-run") { Description = "Say what would be done, and do nothing" };

    public IEnumerable<Symbol> Symbols => [Port, DryRun];

    public bool IsDryRun(ParseResult parse) => parse.GetValue(DryRun);

    /// <summary>The port named, or the only one that looks like a board's; a dry run needs none.</summary>
    /// <exception cref="MaeException">None, or more than one.</exception>
    public string Name(ParseResult parse)
    {
        if (parse.GetValue(Port) is { } named)
        {
            return named.Length > 0
                ? named
                : throw new MaeException(
                    ExitCode.Usage, "MAE002", "--port is empty.", "Name a port: --port /dev/ttyUSB0 (--port sim is a simulated rover).");
        }

        return SerialLine.Find() switch
        {
            [var only] => only,
            [] => IsDryRun(parse) ? NoPort : throw NoBoard(),
            var many =>
                throw new MaeException(
                    ExitCode.Usage, "MAE002", $"There are several serial ports: {string.Join(", ", many)}.",
                    $"Name the one: --port {many[0]}."),
        };
    }

    /// <summary>For verbs that take every board at once: the ports named, with commas between them, or all that look like a board's; a dry
    /// run needs none.</summary>
    /// <exception cref="MaeException">None.</exception>
    public IReadOnlyList<string> All(ParseResult parse)
    {
        var ports = parse.GetValue(Port) is { } named
            ? named.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            : SerialLine.Find();
        return ports.Count > 0 ? ports : IsDryRun(parse) ? [NoPort] : throw NoBoard();
    }

    /// <summary>Whether this is a dry run's place for a port that nobody named.</summary>
    public static bool IsMissing(string port) => port == NoPort;

    /// <summary>MAE310: nothing is plugged in.</summary>
    public static MaeException NoBoard() => new(
        ExitCode.Unreachable, "MAE310", "No serial port looks like a board's.",
        "Plug the console's USB adapter in, or name a port: --port /dev/ttyUSB0 (--port sim is a simulated rover).");

    public static bool IsSimulated(string port) => port == Simulated || port.StartsWith(Simulated + ":", StringComparison.Ordinal);

    /// <param name="wiring">Of a simulated board; null: right, without a gyroscope.</param>
    public static IBoardLine Open(string port, CancellationToken cancellation, SimulatedWiring? wiring = null) =>
        port == Simulated ? new SimulatedBoard(wiring: wiring)
        : IsSimulated(port) ? new SimulatedBoard(port[(Simulated.Length + 1)..], wiring: wiring)
        : SerialLine.Open(port, cancellation);

    /// <summary>Refuses a port that is not there, busy, no serial port or not for this user, before another program is sent to
    /// it.</summary>
    /// <exception cref="MaeException">Which of them it is.</exception>
    public static void Check(string port)
    {
        // Windows' ports are nanoff's to find.
        if (OperatingSystem.IsWindows() || IsSimulated(port))
            return;
        try
        {
            SerialLine.Open(port).Dispose();
        }
        catch (BoardException error)
        {
            throw Of(error);
        }
    }

    /// <summary>Runs what speaks to the board.</summary>
    public VerbResult Run(ParseResult parse, VerbContext context, Func<BoardConsoleClient, IBoardLine, VerbResult> work) =>
        Run(parse, context, null, work);

    /// <summary>The same, where a simulated board is wired in some way.</summary>
    public VerbResult Run(
        ParseResult parse, VerbContext context, SimulatedWiring? wiring, Func<BoardConsoleClient, IBoardLine, VerbResult> work)
    {
        try
        {
            using var line = Open(Name(parse), context.Cancellation, wiring);
            return work(new BoardConsoleClient(line, context.Timeout), line);
        }
        catch (BoardException error)
        {
            throw Of(error);
        }
    }

    public static MaeException Of(BoardException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        var (exit, code, next) = error.Fault switch
        {
            BoardFault.Unreachable =>
                (ExitCode.Unreachable, "MAE310", "See the ports: ls /dev/ttyUSB* /dev/ttyACM*; without a board: --port sim."),
            BoardFault.Forbidden =>
                (ExitCode.Unreachable, "MAE323", "Join the group that owns it and log in again: sudo usermod -aG dialout $USER."),
            BoardFault.Busy =>
                (ExitCode.Unreachable, "MAE324",
                    "Close what uses it: a terminal (screen, minicom, picocom), an editor's monitor, another mae."),
            BoardFault.NotSerial =>
                (ExitCode.Unreachable, "MAE325", "See the ports: ls /dev/ttyUSB* /dev/ttyACM*; without a board: --port sim."),
            BoardFault.Gone =>
                (ExitCode.Unreachable, "MAE326",
                    "Look at cable and plug; what was not saved is as it was before. Then again: mae info --port PORT."),
            BoardFault.Silent =>
                (ExitCode.Timeout, "MAE311",
                    "Is this the console's adapter (pins 18 and 23), crossed, at 3.3 V, and the firmware flashed (mae flash)?"),
            BoardFault.Refused => (ExitCode.Rejected, "MAE312", "See what it is doing: mae info --port PORT."),
            BoardFault.Tracker =>
                (ExitCode.Rejected, "MAE363",
                    "Look at what it sees: mae track ... --record FILE; light, focus, markers flat; by hand: mae calibrate wheel-radius."),
            _ => (ExitCode.Failed, "MAE313", "Turn each wheel by itself: mae motor-test --port PORT."),
        };
        return new MaeException(exit, code, error.Message, next, error);
    }
}
