using System;
using MultiAgentEdge.Linalg;

namespace MultiAgentEdge.Coupling
{
    /// <summary>
    /// Anderson acceleration, type II, of a fixed-point iteration v+ = T(v): Walker and Ni (2011), section 2, with the Tikhonov term of Fu,
    /// Zhang and Boyd (2020), section 3. The next point is the combination of the last images whose combined residual T(v) - v is smallest.
    /// Where T does not expand, the plain iteration's residual never grows; so a residual that grew, or that has not shrunk for a whole
    /// memory, shows that mixing did harm, and plain steps follow until it is below its best again: it converges where the plain iteration
    /// does. Allocates only in the constructor; 8 (2 memory (size + memory) + 3 size + memory) bytes.
    /// </summary>
    public sealed class AndersonMixing
    {
        // Squared residuals: mixing goes on up to twice the best residual; a tenth less is progress.
        private const double Growth = 4.0;
        private const double Progress = 0.81;

        // Tikhonov weight relative to the trace of what is kept: columns of an older active set may nearly depend on each other.
        private const double Regularisation = 1e-7;

        private readonly int _size;
        private readonly int _memory;
        private readonly double[][] _residualChanges; // memory x size
        private readonly double[][] _imageChanges;    // memory x size
        private readonly double[] _lastResidual;      // size
        private readonly double[] _lastImage;         // size
        private readonly double[] _residual;          // size
        private readonly double[] _gram;              // memory x memory: products of the residual changes
        private readonly double[] _factor;            // memory x memory
        private readonly double[] _parts;             // memory
        private int _count;
        private int _next;
        private int _idle;
        private double _best;
        private bool _linked;

        /// <summary>Takes all memory.</summary>
        /// <param name="size">Of a point, at least 1.</param>
        /// <param name="memory">Steps to learn from, at least 1.</param>
        public AndersonMixing(int size, int memory)
        {
            if (size < 1 || memory < 1)
                throw new ArgumentException("AndersonMixing needs a size and a memory of at least one");
            _size = size;
            _memory = memory;
            _residualChanges = new double[memory][];
            _imageChanges = new double[memory][];
            for (int j = 0; j < memory; j++)
            {
                _residualChanges[j] = new double[size];
                _imageChanges[j] = new double[size];
            }

            _lastResidual = new double[size];
            _lastImage = new double[size];
            _residual = new double[size];
            _gram = new double[memory * memory];
            _factor = new double[memory * memory];
            _parts = new double[memory];
            Reset();
        }

        /// <summary>Steps learned from, 0..memory.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Forgets everything: the map is another one.</summary>
        public void Reset()
        {
            _count = 0;
            _next = 0;
            Unlink();
        }

        /// <summary>
        /// The map was moved by a constant, or the next point does not follow from the last image: what was learned of the map's slope
        /// stays, but the next difference says nothing.
        /// </summary>
        public void Unlink()
        {
            _linked = false;
            _idle = 0;
            _best = 1e300;
        }

        /// <summary>Replaces an image by the point to go on from.</summary>
        /// <param name="point">v, size.</param>
        /// <param name="image">T(v) in, the next v out; size.</param>
        public void Mix(double[] point, double[] image)
        {
            for (int k = 0; k < _size; k++)
                _residual[k] = image[k] - point[k];
            if (_linked)
                Learn(image);
            Array.Copy(_residual, 0, _lastResidual, 0, _size);
            Array.Copy(image, 0, _lastImage, 0, _size);
            _linked = true;
            if (!Trusts(Kernel.Dot(_residual, 0, _residual, 0, _size)) || !FindParts())
                return;
            for (int j = 0; j < _count; j++)
                Kernel.Axpy(-_parts[j], _imageChanges[j], 0, image, 0, _size);
        }

        private bool Trusts(double square)
        {
            if (square <= Progress * _best)
            {
                _best = square;
                _idle = 0;
            }
            else
            {
                _idle++;
            }

            return _count > 0 && square <= Growth * _best && _idle <= _memory;
        }

        private void Learn(double[] image)
        {
            double[] residualChange = _residualChanges[_next];
            double[] imageChange = _imageChanges[_next];
            for (int k = 0; k < _size; k++)
            {
                residualChange[k] = _residual[k] - _lastResidual[k];
                imageChange[k] = image[k] - _lastImage[k];
            }

            int column = _next;
            _next = _next + 1 == _memory ? 0 : _next + 1;
            _count = _count < _memory ? _count + 1 : _memory;
            for (int j = 0; j < _count; j++)
            {
                double product = Kernel.Dot(residualChange, 0, _residualChanges[j], 0, _size);
                _gram[(column * _memory) + j] = product;
                _gram[(j * _memory) + column] = product;
            }
        }

        // Least squares by the normal equations: they are small, and the shift bounds their condition.
        private bool FindParts()
        {
            double trace = 0.0;
            for (int i = 0; i < _count; i++)
            {
                trace += _gram[i * (_memory + 1)];
                Array.Copy(_gram, i * _memory, _factor, i * _count, _count);
                _parts[i] = Kernel.Dot(_residualChanges[i], 0, _residual, 0, _size);
            }

            for (int i = 0; i < _count; i++)
                _factor[i * (_count + 1)] += Regularisation * trace;
            if (!(UpperCholesky.Factor(_factor, _count, 1e-14) > 1e-14))
                return false;
            UpperCholesky.Solve(_factor, _count, _parts);
            return true;
        }
    }
}
