using System.Diagnostics;
using System.Text;

namespace MultiAgentEdge.Tests.Host.Boards.Serial;

/// <summary>
/// A rover's console at the far end of a real terminal line, that misbehaves in one way. Rebuilt from scripts that broke the product (cases
/// 05, 06 and 18 of its issue 10).
/// </summary>
internal sealed class FakeBoard : IDisposable
{
    private readonly PseudoTerminal line = new();
    private readonly Thread thread;
    private volatile bool end;

    /// <param name="answer">Of the n-th line, counted from 1, what the line is answered; null pulls the plug.</param>
    /// <param name="chatter">Said every half second, asked or not; null for nothing.</param>
    public FakeBoard(Func<int, string, string?> answer, string? chatter = null)
    {
        thread = new Thread(() => Run(answer, chatter)) { IsBackground = true };
        thread.Start();
    }

    public string Port => line.Port;

    /// <summary>What a board that is well says.</summary>
    public static string WellSaid(string command) => command.Split(' ') switch
    {
        [""] => "",
        ["info"] =>
            "ok firmware=1.0.0 board=fake fleet=s1 name=rover-1 mode=1 parameters=0 boots=3 network=0 broker=0 signed=0 stalls=0 "
            + "free_bytes=1000\n",
        ["sense"] => "ok running=0 left_ticks=0 right_ticks=0 battery_mv=7400 emergency_stop=0\n",
        ["get", var name] => $"ok {name}=\n",
        _ => "ok\n",
    };

    public void Dispose()
    {
        end = true;
        thread.Join();
        line.Dispose();
    }

    private void Run(Func<int, string, string?> answer, string? chatter)
    {
        var open = new StringBuilder();
        var count = 0;
        var spoke = Stopwatch.GetTimestamp();
        while (!end && line.Read() is { } bytes)
        {
            if (chatter is not null && Stopwatch.GetElapsedTime(spoke) > TimeSpan.FromMilliseconds(500))
            {
                spoke = Stopwatch.GetTimestamp();
                line.Write(Encoding.Latin1.GetBytes(chatter));
            }

            foreach (var value in bytes)
            {
                if (value != '\n')
                {
                    open.Append((char)value);
                    continue;
                }

                if (answer(++count, open.ToString()) is not { } said)
                {
                    line.Dispose();
                    return;
                }

                open.Clear();
                if (said.Length > 0)
                    line.Write(Encoding.Latin1.GetBytes(said));
            }
        }
    }
}
