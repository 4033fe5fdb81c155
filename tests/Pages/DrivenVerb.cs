using System.Text;
using System.Text.RegularExpressions;
using MultiAgentEdge.Host.Cli;

namespace MultiAgentEdge.Tests.Pages;

/// <summary>A verb of <c>mae</c> in this process, as somebody runs it who then opens the page that it prints.</summary>
public sealed partial class DrivenVerb : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly CancellationTokenSource cancel = new();
    private readonly Said output = new();
    private readonly Said error = new();
    private readonly Task<int> run;

    private DrivenVerb(string[] arguments) => run = Task.Run(() => MaeApp.RunAsync(arguments, output, error, cancel.Token));

    public string Url { get; private set; } = "";

    public string Text => output.Text + error.Text;

    public static async Task<DrivenVerb> StartAsync(params string[] arguments)
    {
        var verb = new DrivenVerb(arguments);
        verb.Url = await verb.AwaitAsync(text => Address().Match(text) is { Success: true } match ? match.Value : null);
        return verb;
    }

    /// <summary>Waits until it has said something.</summary>
    public async Task<string> AwaitAsync(Func<string, string?> find)
    {
        var limit = DateTime.UtcNow + Patience;
        while (DateTime.UtcNow < limit)
        {
            if (find(Text) is { } found)
                return found;
            Assert.False(run.IsCompleted && find(Text) is null, $"It has ended: {Text}");
            await Task.Delay(20);
        }

        throw new TimeoutException(Text);
    }

    /// <summary>Waits for its end.</summary>
    public async Task<int> EndAsync(bool interrupt = true)
    {
        if (interrupt)
            await cancel.CancelAsync();
        return await run.WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        await cancel.CancelAsync();
        await run.WaitAsync(Patience);
        cancel.Dispose();
    }

    [GeneratedRegex(@"https?://[a-z0-9.-]+:\d+/(\?token=[0-9a-f]+)?")]
    private static partial Regex Address();

    // Written by the verb's threads, read by the test's.
    private sealed class Said : StringWriter
    {
        private readonly Lock gate = new();

        public string Text
        {
            get
            {
                lock (gate)
                    return ToString();
            }
        }

        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value)
        {
            lock (gate)
                base.Write(value);
        }

        public override void Write(string? value)
        {
            lock (gate)
                base.Write(value);
        }

        public override void Write(char[] buffer, int index, int count)
        {
            lock (gate)
                base.Write(buffer, index, count);
        }
    }
}
