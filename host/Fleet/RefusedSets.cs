using MultiAgentEdge.Host.Commands;
using MultiAgentEdge.Host.Coordination;

namespace MultiAgentEdge.Host.Fleet;

/// <summary>A set that rovers do not take: one check and one message for all missions.</summary>
public static class RefusedSets
{
    /// <param name="needs">What this mission needs of a rover, for one that its set does not fit: a sentence.</param>
    /// <exception cref="MaeException">MAE543: somebody refused; with the rover's own reason.</exception>
    public static void Check(IEnumerable<SetRefusal> refusals, string needs)
    {
        // Those of one reason together: it is mostly the same one for all.
        if (refusals.GroupBy(refusal => refusal.Reason).FirstOrDefault() is not { } refused)
            return;
        var rovers = string.Join(", ", refused.Select(refusal => refusal.Rover));
        throw new MaeException(
            ExitCode.Rejected,
            "MAE543",
            $"{rovers} refused parameters version {refused.First().Version}: {refused.Key}.",
            $"{Remedy(refused.Key, needs)} {LiveFleet.Next}");
    }

    /// <exception cref="MaeException">MAE545: the set is too large for one of these rovers, by its own word.</exception>
    public static void CheckSize(FleetSession session, IEnumerable<string> rovers, Func<string, int> bytesOf, string smaller)
    {
        if (rovers.FirstOrDefault(name => session.Roster[name].ParameterCapacityBytes < bytesOf(name)) is not { } small)
            return;
        var room = session.Roster[small].ParameterCapacityBytes;
        throw TooLarge(
            $"{small} takes parameter sets of {room} bytes at most, and this one has {bytesOf(small)}.",
            $"{smaller} Or give the rover more room: mae provision --parameter-bytes.");
    }

    /// <summary>MAE545.</summary>
    public static MaeException TooLarge(string what, string next) => new(ExitCode.Rejected, "MAE545", what, next);

    // The words are those of firmware/Rover/ParameterReceiver.
    private static string Remedy(string reason, string needs) => reason switch
    {
        "not signed" => "The rovers have a key, and this host none: name it in the fleet file, key_file.",
        "signature wrong" =>
            "The rovers have another key than key_file in the fleet file: name theirs, or give them this one (mae provision).",
        "does not fit this rover" => needs,
        "larger than this rover takes" => "Give the rover more room: mae provision --parameter-bytes.",
        "store failed" => "Its flash does not take the set: look at it with mae info.",
        "wrong parameter schema" or "has no self-test vector" or "self-test vector not reproduced" =>
            "Its firmware is of another version than this host, or computes otherwise: mae flash.",
        _ => "",
    };
}
