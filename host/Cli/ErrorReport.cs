using System.Text.Json.Nodes;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Runs;

namespace MultiAgentEdge.Host.Cli;

/// <summary>Turns an exception into what a person or a script sees, and into the exit code.</summary>
public static class ErrorReport
{
    public static int Write(Exception exception, bool json, TextWriter output, TextWriter error)
    {
        var failure = KnownError.Of(exception);
        var folder = RunJournal.FolderOf(exception);
        if (json)
        {
            var said = KnownError.ToJson(failure);
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
}
