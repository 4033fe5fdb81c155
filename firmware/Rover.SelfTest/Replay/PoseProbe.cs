using MultiAgentEdge.Estimation;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Firmware.Replay
{
    /// <summary>A pose filter by itself, for counting what a wheel step and a pose cost.</summary>
    public sealed class PoseProbe
    {
        private readonly Xoshiro256 _random = new Xoshiro256(11);
        private double _x;
        private long _nowUs;
        private int _step;

        public PoseProbe(bool hasGyro)
        {
            HasGyro = hasGyro;
            Filter = new PoseFilter(new PoseOptions { HasGyro = hasGyro });
        }

        public bool HasGyro { get; private set; }

        public PoseFilter Filter { get; private set; }

        /// <summary>One wheel period along a line, now and then with a slipping wheel.</summary>
        public void Step()
        {
            double slip = _step % 40 == 0 ? 0.006 : 0.0;
            _step++;
            _nowUs += 20000;
            _x += 0.005;
            Filter.Step(0.005 + slip, 0.005, HasGyro ? _random.NextUniform(-0.005, 0.005) : double.NaN, 0.02, _nowUs);
        }

        /// <summary>A pose of 60 ms ago; every eighth one is wild. True where it was taken.</summary>
        public bool Measure()
        {
            double wild = _step % 8 == 0 ? 0.7 : 0.0;
            return Filter.Measure(_nowUs - 60000, _nowUs, _x - 0.015 + wild, 0.0, 0.0, 0.005, 0.0175, 1) == PoseStatus.Taken;
        }
    }
}
