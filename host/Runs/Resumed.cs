using System.Globalization;
using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Training;

namespace MultiAgentEdge.Host.Runs;

/// <summary>What can be wrong with going on with a run, the same for every verb that has <c>--resume</c>.</summary>
public static class Resumed
{
    /// <summary>An option that is given again has to say what the run was started with.</summary>
    /// <param name="option">With its dashes.</param>
    /// <param name="given">Null: not given, so that the run's own counts.</param>
    /// <param name="kept">Null: the run was started without it.</param>
    /// <exception cref="MaeException">MAE514: it says something else.</exception>
    public static void Check(string option, object? given, object? kept)
    {
        if (given is null || Equals(given, kept))
            return;
        throw new MaeException(
            ExitCode.Usage,
            "MAE514",
            string.Create(CultureInfo.InvariantCulture, $"{option} {given} contradicts the run, which was started with {kept ?? "none"}."),
            $"Leave {option} out, or start another run without --resume.");
    }

    /// <summary>MAE513: its checkpoint cannot be gone on from.</summary>
    public static MaeException Damaged(CheckpointException exception, string verb)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return new MaeException(
            ExitCode.Rejected, "MAE513", $"{exception.Message.TrimEnd('.')}.",
            $"Put back a whole one, or start anew: mae {verb}; its options are in {RunDocument.Name}.", exception);
    }
}
