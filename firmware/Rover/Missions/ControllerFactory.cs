using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>From a parameter set to the controller of its mission: one firmware image fits all missions.</summary>
    public static class ControllerFactory
    {
        /// <summary>Null where the mission is unknown here or the set does not describe a usable controller.</summary>
        public static IController TryCreate(ParameterSet set, RoverOptions limits)
        {
            switch (set.Mission)
            {
                case MissionKind.Formation:
                    return set.Find(ParameterId.Path) < 0 ? (IController)FormationController.TryCreate(set, limits)
                        : PlanarFormationController.TryCreate(set, limits);
                case MissionKind.Coverage:
                    return CoverageController.TryCreate(set, limits);
                case MissionKind.Delivery:
                    return DeliveryController.TryCreate(set, limits);
                default:
                    return TryCreateOwn(set, limits);
            }
        }

        /// <summary>Control period the set asks for, microseconds; zero where it leaves that to the rover.</summary>
        public static long PeriodUs(ParameterSet set)
        {
            double period = 0.0;
            set.TryGetScalar(ParameterId.PeriodUs, ref period);
            return double.IsNaN(period) || period < 1000.0 || period > 1e8 ? 0 : (long)period;
        }

        private static IController TryCreateOwn(ParameterSet set, RoverOptions limits)
        {
            IControllerMaker[] makers = limits.OwnMissions;
            for (int i = 0; makers != null && i < makers.Length; i++)
            {
                if (makers[i].Mission == set.Mission && MissionKinds.IsOwn(set.Mission))
                {
                    return makers[i].TryCreate(set, limits);
                }
            }

            return null;
        }
    }
}
