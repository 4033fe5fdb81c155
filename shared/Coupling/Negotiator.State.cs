using System;

namespace MultiAgentEdge.Coupling
{
    public sealed partial class Negotiator
    {
        /// <summary>Numbers in <see cref="CopyState"/>.</summary>
        public int StateCount
        {
            get { return (3 * _count) + (_agents * _stages * _outputCount) + (_agreed == null ? 0 : _point.Length - _count); }
        }

        /// <summary>Everything that the next period starts from, but for what mixing learned of the map's slope: <see cref="TakeState"/>
        /// forgets it.</summary>
        /// <param name="into">At least <see cref="StateCount"/>.</param>
        public void CopyState(double[] into)
        {
            Move(into, true);
        }

        /// <summary>
        /// Goes on from a copied state, with the same agents present. Same state, same bits from here on, also in the negotiator that was
        /// copied from: it takes its own copy for that.
        /// </summary>
        public void TakeState(double[] from)
        {
            Move(from, false);
            RestartPeriod();
            if (_mixing != null)
                _mixing.Reset();
        }

        private void Move(double[] state, bool outwards)
        {
            int at = Move(Multipliers, state, 0, outwards);
            at = Move(_started, state, at, outwards);
            at = Move(_previous, state, at, outwards);
            for (int i = 0; i < _agents; i++)
            {
                at = Move(_outputs[i], state, at, outwards);
                if (_agreed != null)
                    at = Move(_agreed[i], state, at, outwards);
            }
        }

        private static int Move(double[] mine, double[] state, int at, bool outwards)
        {
            if (outwards)
                Array.Copy(mine, 0, state, at, mine.Length);
            else
                Array.Copy(state, at, mine, 0, mine.Length);
            return at + mine.Length;
        }
    }
}
