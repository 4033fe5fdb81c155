using MultiAgentEdge.Clearance;
using MultiAgentEdge.Wire;

namespace MultiAgentEdge.Firmware.Replay
{
    /// <summary>What keeps a rover clear, by itself, among others and walls on all sides: for counting what a period of it costs.</summary>
    public sealed class ClearanceProbe
    {
        private readonly MotionFrame _frame = new MotionFrame();
        private readonly byte[] _buffer = new byte[MotionFrame.ByteCount];
        private readonly int _others;
        private uint _tick;
        private double _x;

        /// <param name="others">Each in a place of its own around the rover.</param>
        public ClearanceProbe(int others)
        {
            _others = others;
            Clearance = new RoverClearance(new ClearanceOptions(), others, 4);
            Clearance.SetObstacles(null, new double[] { 1.0, 0.0, 2.0, -1.0, 0.0, 2.0, 0.0, 1.0, 2.0, 0.0, -1.0, 2.0 });
        }

        public RoverClearance Clearance { get; private set; }

        /// <summary>The frames of all others, as bytes, and the own one that came back: what hearing costs.</summary>
        public void Hear()
        {
            _tick++;
            for (int i = 0; i < _others; i++)
            {
                // A ring of two rows, each of which comes nearer now and then.
                double far = (i % 2 == 0 ? 0.6 : 0.9) + (0.02 * (_tick % 8u));
                double along = (i % 4) - 1.5;
                _frame.Tick = _tick;
                _frame.IsDriving = true;
                _frame.XM = along * 0.4;
                _frame.YM = i < 4 ? far : -far;
                _frame.HeadingRad = i < 4 ? -1.57f : 1.57f;
                _frame.SpeedMS = 0.1f;
                _frame.RadiusM = 0.1f;
                _frame.SigmaM = 0.01f;
                _frame.CapMS = 0.2f;
                _frame.Reserves = i == 0;
                _frame.AimXM = 0.1f;
                _frame.Rank = 0.1f * i;
                int length = _frame.Write(_buffer, 0);
                Clearance.Table.TryTake(Name(i), 1u, _tick, _buffer, 0, length, _tick);
            }
        }

        /// <summary>One period: towards the others, with something to turn aside from.</summary>
        public void Step()
        {
            _x = _tick % 16u < 8u ? _x + 0.01 : _x - 0.01;
            Clearance.Begin(_tick, _x, 0.0, 0.3, 0.1, 0.1, 0.01);
            Clearance.HearOwn(_tick);
            Clearance.TryStep(0.2, _tick % 2u == 0u ? 0.3 : -0.3, 0.5);
            Clearance.Fill(_frame, true);
            _frame.Write(_buffer, 0);
        }

        private static string Name(int i)
        {
            switch (i)
            {
                case 0: return "a";
                case 1: return "b";
                case 2: return "c";
                case 3: return "d";
                case 4: return "e";
                case 5: return "f";
                case 6: return "g";
                default: return "h";
            }
        }
    }
}
