namespace MultiAgentEdge.Estimation
{
    /// <summary>What became of a pose from outside.</summary>
    public enum PoseStatus : byte
    {
        /// <summary>It corrected the estimate.</summary>
        Taken = 0,

        /// <summary>The estimate began anew from it and those before it that agree.</summary>
        Placed = 1,

        /// <summary>Kept as a candidate: nobody has placed the rover yet, and one pose alone does not.</summary>
        Waiting = 2,

        /// <summary>Too far from the estimate to be believed; agreeing ones in a row may begin it anew.</summary>
        Gated = 3,

        /// <summary>NaN, infinite, or farther than a floor is wide.</summary>
        Implausible = 4,

        /// <summary>Of a time that the rover no longer remembers, or before the last one.</summary>
        TooOld = 5,

        /// <summary>Its stamp lies after its arrival, by the clock that its tracker has had so far.</summary>
        FromFuture = 6,

        /// <summary>Sooner after the last one than the rover listens.</summary>
        TooSoon = 7,

        /// <summary>Another tracker is being followed.</summary>
        OtherSource = 8,
    }
}
