using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Messaging;

namespace MultiAgentEdge.Host.Runs;

/// <summary>Any exception as an error for a person: on the command line, in <c>--json</c> and in run.json the same.</summary>
public static class KnownError
{
    public static MaeException Of(Exception exception) => exception switch
    {
        MaeException mae => mae,
        OperationCanceledException => new(ExitCode.Interrupted, "MAE003", "Stopped.", ""),
        TimeoutException timeout => new(ExitCode.Timeout, "MAE501", Sentence(timeout.Message), "Give it more time: --timeout SECONDS."),
        MessagingException link => Split(ExitCode.Unreachable, link.Code, link.Message),
        UnauthorizedAccessException or IOException =>
            new(ExitCode.Failed, "MAE102", Sentence(exception.Message), "Check the path, its permissions and the space left on the disk.",
                exception),
        AggregateException { InnerException: { } inner } => Of(inner),
        _ => new(
            ExitCode.Failed, "MAE999", $"{exception.GetType().Name}: {exception.Message}",
            "This is a bug: repeat it with MAE_TRACE=1 and report what it prints.", exception),
    };

    /// <summary>code, what, next, exit_code.</summary>
    public static JsonObject ToJson(MaeException error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new JsonObject { ["code"] = error.Code, ["what"] = error.What, ["next"] = error.Next, ["exit_code"] = error.ExitCode };
    }

    private static string Sentence(string text) => text.EndsWith('.') ? text : text + ".";

    // A link's message carries its own code and next step already: say neither twice.
    private static MaeException Split(int exitCode, string code, string message)
    {
        var text = message.StartsWith(code, StringComparison.Ordinal) ? message[code.Length..].Trim() : message;
        var next = text.Contains("mae doctor", StringComparison.Ordinal) ? "" : "See what is there: mae doctor.";
        return new MaeException(exitCode, code, text, next);
    }
}
