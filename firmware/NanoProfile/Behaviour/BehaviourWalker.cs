using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace MultiAgentEdge.NanoProfile;

/// <summary>What compiles on both sides and means something else on a board; rules NANO122, 123, 205, 302 and 303.</summary>
public sealed class BehaviourWalker(SemanticModel model, FindingList findings) : CSharpSyntaxWalker
{
    private readonly DivisorGuards _guards = new(model);

    public override void VisitMethodDeclaration(MethodDeclarationSyntax node)
    {
        if (model.GetDeclaredSymbol(node) is { } method)
        {
            if (HidesVirtual(method)) { Report(Rules.HiddenVirtual, node.Identifier.GetLocation(), $"{node.Identifier} hides a virtual"); }
            CheckReadOnlyReferences(method, node.Identifier.GetLocation());
        }

        base.VisitMethodDeclaration(node);
    }

    public override void VisitPropertyDeclaration(PropertyDeclarationSyntax node)
    {
        if (model.GetDeclaredSymbol(node) is { } property)
        {
            bool hides = HidesVirtual(property.GetMethod) || HidesVirtual(property.SetMethod);
            if (hides) { Report(Rules.HiddenVirtual, node.Identifier.GetLocation(), $"{node.Identifier} hides a virtual"); }
            CheckReadOnlyReferences(property.GetMethod, node.Identifier.GetLocation());
        }

        base.VisitPropertyDeclaration(node);
    }

    public override void VisitIndexerDeclaration(IndexerDeclarationSyntax node)
    {
        if (model.GetDeclaredSymbol(node) is { } indexer)
        {
            bool hides = HidesVirtual(indexer.GetMethod) || HidesVirtual(indexer.SetMethod);
            if (hides) { Report(Rules.HiddenVirtual, node.ThisKeyword.GetLocation(), "this[] hides a virtual"); }
            CheckReadOnlyReferences(indexer.GetMethod ?? indexer.SetMethod, node.ThisKeyword.GetLocation());
        }

        base.VisitIndexerDeclaration(node);
    }

    public override void VisitDelegateDeclaration(DelegateDeclarationSyntax node)
    {
        CheckReadOnlyReferences(model.GetDeclaredSymbol(node)?.DelegateInvokeMethod, node.Identifier.GetLocation());
        base.VisitDelegateDeclaration(node);
    }

    public override void VisitLocalFunctionStatement(LocalFunctionStatementSyntax node)
    {
        CheckReadOnlyReferences(model.GetDeclaredSymbol(node) as IMethodSymbol, node.Identifier.GetLocation());
        base.VisitLocalFunctionStatement(node);
    }

    public override void VisitBinaryExpression(BinaryExpressionSyntax node)
    {
        switch (node.Kind())
        {
            case SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression
                or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression
                when IsInfinite(node.Left) || IsInfinite(node.Right):
                Report(Rules.InfinityCompared, node.GetLocation(), $"{node}");
                break;
            case SyntaxKind.DivideExpression or SyntaxKind.ModuloExpression:
                CheckDivision(node, node.Left, node.Right);
                break;
            case SyntaxKind.AddExpression when model.GetTypeInfo(node).Type?.SpecialType == SpecialType.System_String:
                foreach (ExpressionSyntax side in new[] { node.Left, node.Right }.Where(one => IsFloating(one)))
                    Report(Rules.FloatText, side.GetLocation(), $"{side} in a string");
                break;
        }

        base.VisitBinaryExpression(node);
    }

    public override void VisitAssignmentExpression(AssignmentExpressionSyntax node)
    {
        if (node.Kind() is SyntaxKind.DivideAssignmentExpression or SyntaxKind.ModuloAssignmentExpression)
            CheckDivision(node, node.Left, node.Right);
        if (node.IsKind(SyntaxKind.AddAssignmentExpression) && IsFloating(node.Right)
            && model.GetTypeInfo(node.Left).Type?.SpecialType == SpecialType.System_String)
            Report(Rules.FloatText, node.Right.GetLocation(), $"{node.Right} in a string");
        base.VisitAssignmentExpression(node);
    }

    public override void VisitInterpolation(InterpolationSyntax node)
    {
        if (IsFloating(node.Expression)) { Report(Rules.FloatText, node.GetLocation(), $"{node.Expression} in a string"); }
        base.VisitInterpolation(node);
    }

    public override void VisitInvocationExpression(InvocationExpressionSyntax node)
    {
        if (model.GetSymbolInfo(node).Symbol is IMethodSymbol method)
        {
            if (method.Name == nameof(ToString) && node.Expression is MemberAccessExpressionSyntax access && IsFloating(access.Expression))
                Report(Rules.FloatText, node.GetLocation(), $"{node}");
            bool formats = method.ContainingType.SpecialType == SpecialType.System_String
                && method.Name is nameof(string.Format) or nameof(string.Concat);
            if (formats)
            {
                foreach (ArgumentSyntax argument in node.ArgumentList.Arguments.Where(one => IsFloating(one.Expression)))
                    Report(Rules.FloatText, argument.GetLocation(), $"{argument} in a string");
            }
        }

        base.VisitInvocationExpression(node);
    }

    /// <summary>A method that no override connects with the virtual of the same name and parameters above it.</summary>
    private static bool HidesVirtual(IMethodSymbol? method)
    {
        if (method is null or { IsOverride: true } or { ExplicitInterfaceImplementations.Length: > 0 }
            || method.MethodKind is not (MethodKind.Ordinary or MethodKind.PropertyGet or MethodKind.PropertySet)) { return false; }
        for (INamedTypeSymbol? type = method.ContainingType.BaseType; type is not null; type = type.BaseType)
        {
            foreach (IMethodSymbol other in type.GetMembers(method.Name).OfType<IMethodSymbol>())
            {
                bool isVirtual = other.IsVirtual || other.IsAbstract || other.IsOverride;
                if (isVirtual && other.DeclaredAccessibility != Accessibility.Private && HaveSameParameters(method, other)) { return true; }
            }
        }

        return false;
    }

    private static bool HaveSameParameters(IMethodSymbol one, IMethodSymbol other) =>
        one.Parameters.Length == other.Parameters.Length
        && one.Parameters.Zip(other.Parameters).All(
            pair => SymbolEqualityComparer.Default.Equals(pair.First.Type, pair.Second.Type)
                && (pair.First.RefKind == RefKind.None) == (pair.Second.RefKind == RefKind.None));

    /// <summary>What makes the compiler ask for System.Runtime.InteropServices.InAttribute, which a board lacks.</summary>
    private void CheckReadOnlyReferences(IMethodSymbol? method, Location location)
    {
        if (method is null) { return; }
        if (method.ReturnsByRefReadonly) { Report(Rules.ReadOnlyReference, location, $"{method.Name} returns ref readonly"); }
        bool isDispatched = method.IsVirtual || method.IsAbstract || method.IsOverride || method.MethodKind == MethodKind.DelegateInvoke
            || method.ContainingType is { TypeKind: TypeKind.Interface };
        if (isDispatched && method.Parameters.FirstOrDefault(one => one.RefKind == RefKind.In) is { } parameter)
            Report(Rules.ReadOnlyReference, location, $"in {parameter.Name} of {method.Name}");
    }

    private void CheckDivision(SyntaxNode node, ExpressionSyntax dividend, ExpressionSyntax divisor)
    {
        SpecialType type = node is AssignmentExpressionSyntax
            ? model.GetTypeInfo(dividend).Type?.SpecialType ?? SpecialType.None
            : model.GetTypeInfo((ExpressionSyntax)node).Type?.SpecialType ?? SpecialType.None;
        if (type is not (SpecialType.System_Int32 or SpecialType.System_Int64) || model.GetConstantValue(node).HasValue) { return; }
        object? constant = model.GetConstantValue(divisor) is { HasValue: true, Value: { } value } ? value : null;
        bool isSafe = constant is not null
            ? Convert.ToInt64(constant, System.Globalization.CultureInfo.InvariantCulture) is not (-1 or 0)
            : IsNarrow(dividend, type) || _guards.IsNeverLeast(dividend) || _guards.IsNeverMinusOne(divisor);
        if (!isSafe) { Report(Rules.SignedDivision, node.GetLocation(), $"{node}"); }
    }

    /// <summary>Whether a dividend is of a type that was widened, so that it cannot be the least number of the division's type; or a
    /// constant, which would say so.</summary>
    private bool IsNarrow(ExpressionSyntax dividend, SpecialType type)
    {
        if (model.GetConstantValue(dividend).HasValue) { return true; }
        while (dividend is ParenthesizedExpressionSyntax inner) { dividend = inner.Expression; }
        SpecialType own = model.GetTypeInfo(dividend).Type?.SpecialType ?? SpecialType.None;
        bool isSmall = own is SpecialType.System_Byte or SpecialType.System_SByte or SpecialType.System_Int16 or SpecialType.System_UInt16
            or SpecialType.System_Char;
        return isSmall
            || (type == SpecialType.System_Int64 && own is SpecialType.System_Int32 or SpecialType.System_UInt32)
            || (dividend is CastExpressionSyntax cast && type == SpecialType.System_Int64
                && model.GetTypeInfo(cast.Expression).Type?.SpecialType is SpecialType.System_Int32 or SpecialType.System_UInt32);
    }

    private bool IsInfinite(ExpressionSyntax expression) => model.GetConstantValue(expression) switch
    {
        { HasValue: true, Value: double value } => double.IsInfinity(value),
        { HasValue: true, Value: float value } => float.IsInfinity(value),
        _ => false,
    };

    private bool IsFloating(ExpressionSyntax expression) =>
        model.GetTypeInfo(expression).Type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    private void Report(Rule rule, Location location, string what)
    {
        string line = string.Join(' ', what.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        findings.Add(rule, location, line.Length > 80 ? line[..77] + "..." : line);
    }
}
