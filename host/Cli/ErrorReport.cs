using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli;

/// <summary>Turns an exception into what a person or a script sees, and into the exit code.</summary>
public static class ErrorReport
{
    public static int Write(Exception exception, bool json, TextWriter output, TextWriter error)
    {
        var failure = Describe(exception);
        var folder = RunJournal.FolderOf(exception);
        if (json)
        {
            var said = new JsonObject
            {
                ["code"] = failure.Code,
                ["what"] = failure.What,
                ["next"] = failure.Next,
                ["exit_code"] = failure.ExitCode,
            };
            if (folder is not null)
                said["run_dir"] = folder;
            TryWrite(output, JsonText.Of(new JsonObject { ["error"] = said }));
        }

        // A name or a line from somebody's file may hold anything: nothing of it is to steer the terminal.
        TryWrite(error, string.Concat(failure.Message.TrimEnd().Select(letter => char.IsControl(letter) && letter != '\n' ? '?' : letter)));
        if (folder is not null)
            TryWrite(error, $"What the run has come to: {folder}");
        if (failure.ExitCode == ExitCode.Failed && exception is not MaeException && Environment.GetEnvironmentVariable("MAE_TRACE") == "1")
            TryWrite(error, exception.ToString());
        return failure.ExitCode;
    }

    // Where nobody can be told, the exit code still can.
    private static void TryWrite(TextWriter writer, string line)
    {
        try
        {
            writer.WriteLine(line);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
        }
    }

    private static MaeException Describe(Exception exception) => exception switch
    {
        MaeException mae => mae,
        OperationCanceledException => new(ExitCode.Interrupted, "MAE003", "Stopped.", ""),
        TimeoutException timeout => new(ExitCode.Timeout, "MAE501", Sentence(timeout.Message), "Give it more time: --timeout SECONDS."),
        MessagingException link => Split(ExitCode.Unreachable, link.Code, link.Message),
        UnauthorizedAccessException or IOException =>
            new(ExitCode.Failed, "MAE102", Sentence(exception.Message), "Check the path, its permissions and the space left on the disk.", exception),
        _ => new(ExitCode.Failed, "MAE999", $"{exception.GetType().Name}: {exception.Message}", "This is a bug: repeat it with MAE_TRACE=1 and report what it prints.", exception),
    };

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    // A link's message carries its own code and next step already: say neither twice.
    private static MaeException Split(int exitCode, string code, string message)
    {
        var text = message.StartsWith(code, StringComparison.Ordinal) ? message[code.Length..].Trim() : message;
        return new MaeException(exitCode, code, text, text.Contains("mae doctor", StringComparison.Ordinal) ? "" : "See what is there: mae doctor.");
    }
}
