namespace MultiAgentEdge.Parameters
{
    /// <summary>Which numbers stand for missions.</summary>
    public static class MissionKinds
    {
        /// <summary>The first of the 128 numbers that are free for missions of one's own.</summary>
        public const int FirstOwn = 128;

        /// <summary>Whether a frame or a parameter set may carry this number.</summary>
        public static bool IsKnown(byte kind)
        {
            return kind <= (byte)MissionKind.Delivery || IsOwn((MissionKind)kind);
        }

        /// <summary>Whether this is a mission of one's own: its controllers come from <c>RoverOptions.OwnMissions</c>.</summary>
        public static bool IsOwn(MissionKind kind)
        {
            return (byte)kind >= FirstOwn;
        }
    }
}
