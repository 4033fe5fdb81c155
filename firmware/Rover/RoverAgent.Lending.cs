using System;

namespace MultiAgentEdge.Firmware
{
    /// <summary>Where memory does not hold two controllers, the one that drives makes room for a moment.</summary>
    public sealed partial class RoverAgent
    {
        private double[] _lentPrice;
        private double[] _lentMemory;

        /// <summary>Lets go of the controller; what it knows that its set does not is kept. Between two turns of the loop: until
        /// <see cref="TakeBackController"/> or <see cref="TakeController"/> there is nothing to drive by.</summary>
        internal void LendController()
        {
            if (Controller == null)
            {
                return;
            }

            IRememberingController remembering = Controller as IRememberingController;
            _lentMemory = remembering == null ? null : remembering.Remember();
            double[] price = new double[Controller.Price.Length];
            Array.Copy(Controller.Price, 0, price, 0, price.Length);
            _lentPrice = price;
            Controller = null;
            _observer = null;
            _guard.Lend();
        }

        /// <summary>Bytes beside a controller that keep a body in the plane clear of others; 0 where they are there already.</summary>
        internal int GuardNeed(FloorMap floor)
        {
            return _guard.Need(floor);
        }

        /// <summary>The same controller again, made anew from its set: it goes on in the middle of the period. Without it the rover
        /// stops.</summary>
        internal void TakeBackController()
        {
            if (_receiver.Active == null)
            {
                _negotiating = false;
                TakeController();
                return;
            }

            Controller = _receiver.Active;
            _observer = Controller as INeighbourController;
            _guard.TakeBack(Controller);
            IRememberingController remembering = Controller as IRememberingController;
            if (remembering != null && _lentMemory != null)
            {
                remembering.Recall(_lentMemory);
            }

            IPacedController paced = Controller as IPacedController;
            if (paced != null)
            {
                paced.SetPace(_dual.Pace, Tick);
            }

            Controller.LimitReach(Applied, _options.InputRatePerPeriod, IsSlow ? Controller.SpeedLimit : 1.0);
            if (_hasPrice && !_isAlone)
            {
                Controller.SetPrice(_lentPrice);
            }
            else
            {
                Controller.ClearPrice();
            }

            // What it had solved is gone: without a new solution this period ends in a stop, not in a zero that nobody asked for.
            _solved = false;
            _lentPrice = null;
            _lentMemory = null;
        }
    }
}
