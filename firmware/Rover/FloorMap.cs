using MultiAgentEdge.Clearance;
using MultiAgentEdge.Parameters;

namespace MultiAgentEdge.Firmware
{
    /// <summary>What stands on the floor for good, as a parameter set of any mission may say: the rover keeps clear of it where its body
    /// is in the plane.</summary>
    public sealed class FloorMap
    {
        /// <summary>Most obstacles, and most walls.</summary>
        public const int Most = 32;

        private const double FarM = 1e6;

        private FloorMap(double[] obstacles, double[] walls)
        {
            Obstacles = obstacles;
            Walls = walls;
        }

        /// <summary>x, y of both ends and radius, m, of each.</summary>
        public double[] Obstacles { get; private set; }

        /// <summary>Unit normal nx, ny and offset, m, of each: rovers stay at n·x ≤ offset.</summary>
        public double[] Walls { get; private set; }

        /// <summary>Obstacles and walls.</summary>
        public int Count
        {
            get { return (Obstacles.Length / RoverClearance.ObstacleNumbers) + (Walls.Length / RoverClearance.WallNumbers); }
        }

        /// <summary>Null where the set has obstacles or walls that are none: too many, too far, a radius below 0, no unit normal.</summary>
        public static FloorMap TryRead(ParameterSet set)
        {
            double[] obstacles = TryCopy(set, ParameterId.Obstacles, RoverClearance.ObstacleNumbers);
            double[] walls = TryCopy(set, ParameterId.Walls, RoverClearance.WallNumbers);
            if (obstacles == null || walls == null)
            {
                return null;
            }

            for (int i = 0; i < obstacles.Length; i++)
            {
                bool isRadius = i % RoverClearance.ObstacleNumbers == RoverClearance.ObstacleNumbers - 1;
                if (!IsNear(obstacles[i]) || (isRadius && obstacles[i] < 0.0))
                {
                    return null;
                }
            }

            for (int i = 0; i < walls.Length; i += RoverClearance.WallNumbers)
            {
                double square = (walls[i] * walls[i]) + (walls[i + 1] * walls[i + 1]);
                if (!(square > 1.0 - 1e-6) || !(square < 1.0 + 1e-6) || !IsNear(walls[i + 2]))
                {
                    return null;
                }
            }

            return new FloorMap(obstacles, walls);
        }

        private static double[] TryCopy(ParameterSet set, ushort id, int numbers)
        {
            int entry = set.Find(id);
            if (entry < 0)
            {
                return new double[0];
            }

            int count = set.Count(entry);
            if (set.Rank(entry) != 2 || set.Dim(entry, 1) != numbers || count > numbers * Most)
            {
                return null;
            }

            double[] copy = new double[count];
            return set.TryCopy(id, copy, count) ? copy : null;
        }

        private static bool IsNear(double value)
        {
            return value > -FarM && value < FarM;
        }
    }
}
