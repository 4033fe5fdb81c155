namespace MultiAgentEdge.Host.Coordination;

/// <summary>
/// The session number that one rover is addressed with: one above what that rover says it has heard, and nobody else's word counts. What a
/// rover says can drive up its own number alone, by <see cref="FurthestAhead"/> at most while a session lasts, and never so far that it
/// wraps.
/// </summary>
public sealed class AddressedEpoch
{
    /// <summary>A coordinator counts by one: two that take turns all day come no further than this.</summary>
    public const uint FurthestAhead = 1024;

    /// <summary>From here on no number is believed: a run every second reaches it after 68 years.</summary>
    public const uint Ceiling = int.MaxValue;

    private uint heard;
    private uint retained;
    private bool hasBegun;
    private uint proven;

    // Counts only near to what the rover itself says.
    private uint Published => retained < Ceiling && retained <= heard + FurthestAhead ? retained : 0;

    /// <summary>0 before the session began.</summary>
    public uint Value { get; private set; }

    /// <summary>The rover's last word was one that a coordinator can have brought about.</summary>
    public bool IsBelieved { get; private set; } = true;

    /// <summary>Takes a number above all that this rover reports and that its desired set was published with.</summary>
    public void Begin()
    {
        hasBegun = true;
        Value = Math.Max(Value, Math.Max(heard, Published)) + 1;
    }

    /// <summary>The epoch of the desired set that the broker keeps for this rover, which hears it as it connects. It may come after the
    /// beginning.</summary>
    public void Retain(uint epoch)
    {
        retained = epoch;
        if (hasBegun && Published >= Value)
            Value = Published + 1;
    }

    /// <summary>The rover says which coordinator it heard last.</summary>
    public void Hear(uint epoch)
    {
        IsBelieved = epoch < Ceiling && (Value == 0 || epoch <= Value + FurthestAhead);
        if (!IsBelieved)
            return;
        heard = epoch;
        if (Value == 0)
            return;
        if (epoch == Value)
            proven = epoch;
        else if (epoch > Value)
            Value = epoch + 1;
        else if (epoch + 1 < Value)
            // It restarted, or what raised the number was not its own word: back to what it is known to have obeyed, and never to what it
            // cannot obey.
            Value = proven > epoch || (proven == epoch && epoch > 0) ? proven : Math.Max(epoch, Published) + 1;
    }
}
