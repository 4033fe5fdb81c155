using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What the controller of a parameter set takes of a board's heap, from above and before it is made: on a small board a set
    /// that does not fit is refused, because memory that runs out in the middle ends the program.</summary>
    public static class HeapNeed
    {
        private const int LaneSpareBytes = 7856;
        private const int CoverageSpareBytes = 7072;
        private const int LargestSpareBytes = 8352;
        private const int FixedBytes = 3664;
        private const int ActorBytes = 3776;
        private const int DeliveryBytes = 3072;
        private const int GuardBytes = 2640;
        private const int OtherBytes = 792;
        private const int ObstacleBytes = 84;

        /// <summary>Of what keeps a body in the plane clear of others and of what stands there.</summary>
        /// <param name="others">Most other rovers.</param>
        /// <param name="obstacles">Circles and walls.</param>
        public static int OfGuard(int others, int obstacles)
        {
            return GuardBytes + (OtherBytes * others) + (ObstacleBytes * obstacles);
        }

        /// <summary>Kept free beside it: what the stacks of all threads still grow by where they call this mission's controller, and some
        /// hundred bytes for the trial's numbers and for texts.</summary>
        public static int Spare(ParameterSet set)
        {
            switch (set.Mission)
            {
                case MissionKind.Formation:
                    return set.Find(ParameterId.Path) < 0 ? LaneSpareBytes : LargestSpareBytes;
                case MissionKind.Coverage:
                    return CoverageSpareBytes;
                default:
                    return LargestSpareBytes;
            }
        }

        /// <summary>Bytes; a bound that holds with rates of the inputs too.</summary>
        public static int Of(ParameterSet set)
        {
            double horizon = 0.0;
            set.TryGetScalar(ParameterId.Horizon, ref horizon);
            int n = double.IsNaN(horizon) || horizon < 1.0 || horizon > 250.0 ? 1 : (int)horizon;
            switch (set.Mission)
            {
                case MissionKind.Formation:
                    // The MPC of one axis (README of host/Boards): variables n, rows 3 n and the rates' n; in the plane two of them.
                    int axis = (8 * ((10 * n * n) + (76 * n))) + FixedBytes;
                    return set.Find(ParameterId.Path) < 0 ? axis : 2 * axis;
                case MissionKind.Coverage:
                    // Weights as they stand in the set, and vectors as wide as its widest layer.
                    return set.TotalBytes + ActorBytes;
                case MissionKind.Delivery:
                    // The safe set as numbers, and a problem of 2 N inputs in 3 N rows and five, of a bicycle 4 N and six.
                    int states = set.Find(ParameterId.EdgeStates);
                    bool isBicycle = states >= 0 && set.Dim(states, 1) > 4;
                    return set.TotalBytes + (8 * (((isBicycle ? 26 : 22) * n * n) + ((isBicycle ? 118 : 96) * n) + 80)) + DeliveryBytes;
                default:
                    return (2 * set.TotalBytes) + (2 * FixedBytes);
            }
        }
    }
}
