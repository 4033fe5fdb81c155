using MultiAgentEdge.Parameters;

namespace PlatoonTeam
{
    /// <summary>What a platoon's parameter sets hold besides period, speed limit, silence limit and start pose. Ids below 256 are the
    /// product's.</summary>
    public static class PlatoonEntry
    {
        /// <summary>The number of this mission, from 128 on.</summary>
        public const MissionKind Kind = (MissionKind)128;

        /// <summary>Rovers ahead of this one; 0: it leads. Scalar.</summary>
        public const ushort Place = 256;

        /// <summary>Time gap h to the rover ahead, s, above 0. Scalar.</summary>
        public const ushort TimeGap = 257;

        /// <summary>Distance to the rover ahead at rest, between the middles of both, m, above 0. Scalar.</summary>
        public const ushort StandstillGap = 258;

        /// <summary>Rate at which a gap's error dies out, 1/s, above 0. Scalar.</summary>
        public const ushort GapRate = 259;

        /// <summary>The leader's speed: mean m/s, amplitude m/s and period s of its swing. 3.</summary>
        public const ushort LeaderSpeed = 260;

        /// <summary>Limits of speed m/s, yaw rate rad/s and acceleration m/s^2, above 0. 3.</summary>
        public const ushort Limits = 261;
    }
}
