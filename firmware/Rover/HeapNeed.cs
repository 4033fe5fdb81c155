using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What the controller of a parameter set takes of a board's heap, from above and before it is made: on a small board a set
    /// that does not fit is refused, because memory that runs out in the middle ends the program.</summary>
    public static class HeapNeed
    {
        /// <summary>Kept free beside it: stacks that grow, files that are written, texts.</summary>
        public const int SpareBytes = 6144;

        private const int FixedBytes = 4096;

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
                    return set.TotalBytes + FixedBytes;
                case MissionKind.Delivery:
                    // The safe set as numbers, and a problem of two inputs with its derivatives.
                    return set.TotalBytes + (8 * ((35 * n * n) + (24 * n))) + FixedBytes;
                default:
                    return (2 * set.TotalBytes) + (2 * FixedBytes);
            }
        }
    }
}
